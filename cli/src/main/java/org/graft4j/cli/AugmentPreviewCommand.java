package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.graft4j.data.Augmentation;
import org.graft4j.data.AugmentedPreparation;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.InputSpec;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Picture;
import org.graft4j.data.PicturePreparation;
import org.graft4j.data.PictureReader;
import org.graft4j.data.Seed;
import org.graft4j.zoo.Zoo;
import org.graft4j.zoo.catalogue.CatalogueCard;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code augment preview}. */
@Command(
    name = "preview",
    description =
        "Draws what the network will see: each row a picture as evaluation sees it, then its views.",
    footer = {
      "",
      "The pictures are ones that 'train' with the same --seed and --val-fraction learns from, none"
          + " that it holds out. To a frozen part of a network it shows each as it is and then as"
          + " drawn here, from the left, --views in all; a part that it trains sees others of the"
          + " kind, new ones in each epoch."
    },
    mixinStandardHelpOptions = true)
final class AugmentPreviewCommand implements Callable<Integer> {
  private static final int MOST_VIEWS = 16;
  private static final int MOST_PICTURES = 32;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private LearningOptions learning = new LearningOptions();
  @Mixin private AugmentOption augment = new AugmentOption();

  @Parameters(paramLabel = "DATA", description = "Folder with one folder of pictures a class.")
  private Path data = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The PNG file to write, say grid.png.")
  private Path out = Path.of("");

  @Option(
      names = "--views",
      paramLabel = "N",
      defaultValue = "6",
      description =
          "Drawn views of each picture beside the plain one, which --views of 'train' counts too;"
              + " 1 to "
              + MOST_VIEWS
              + " (default: ${DEFAULT-VALUE}).")
  private int views = 6;

  @Option(
      names = "--pictures",
      paramLabel = "N",
      defaultValue = "6",
      description =
          "Pictures, taken evenly from those to learn from, 1 to "
              + MOST_PICTURES
              + " (default: ${DEFAULT-VALUE}).")
  private int pictures = 6;

  @Option(
      names = "--size",
      paramLabel = "N",
      description = "Side of the network's input in pixels (default: 224).")
  private @Nullable Integer size;

  @Option(
      names = "--backbone",
      paramLabel = "ID",
      description = "Weights from 'weights list' whose input is to be shown, instead of --size.")
  private @Nullable String backbone;

  @Option(names = "--force", description = "Replace what is at --out.")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    requireOptions();
    OutputFile.require("--out", out, force);
    Augmentation augmentation = augment.augmentation();
    PicturePreparation preparation = PicturePreparation.of(input());
    ImageFolder folder = Pictures.toTrainOn(data, learning.strict(), Optional.empty());
    AugmentedPreparation augmented = AugmentedPreparation.of(preparation, augmentation);
    List<ContactSheet.Row> rows = new ArrayList<>();
    for (ImageItem item : EvenChoice.of(learning.learnedFrom(folder), pictures)) {
      rows.add(row(item, folder.labels(), preparation, augmented));
    }
    new ContactSheet(title(preparation.spec()), rows).write(out, force);
    Terminal.result("preview: " + out);
    return 0;
  }

  private void requireOptions() {
    learning.require();
    if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw usage("--out must end in .png, but was " + out);
    }
    requireWithin("--views", views, MOST_VIEWS);
    requireWithin("--pictures", pictures, MOST_PICTURES);
    if (size != null) {
      requireWithin("--size", size, 1024);
      if (backbone != null) {
        throw usage("--size must not come with --backbone, which has a size of its own");
      }
    }
    var parsed = Objects.requireNonNull(spec).commandLine().getParseResult();
    if (!parsed.hasMatchedOption("--augment")) {
      throw usage("--augment must be given, say --augment standard");
    }
  }

  private void requireWithin(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw usage(name + " must be from 1 to " + most + ", but was " + value);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  private InputSpec input() throws IOException {
    if (backbone == null) {
      InputSpec usual = InputSpec.imageNet();
      return size == null ? usual : usual.withSize(size, size);
    }
    Zoo zoo = Zoo.standard();
    Optional<CatalogueCard> known = zoo.catalogue().find(backbone);
    return known.isPresent() && !zoo.list().contains(backbone)
        ? known.get().input()
        : zoo.card(backbone).input();
  }

  private ContactSheet.Row row(
      ImageItem item,
      LabelMap labels,
      PicturePreparation preparation,
      AugmentedPreparation augmented)
      throws IOException {
    Picture stored = PictureReader.standard().read(item.file());
    // The streams of a fine-tuning's cached views, of which number 0 is the plain picture.
    Seed drawSeed = Seed.of(learning.seed().derive("view"));
    List<Picture> cells = new ArrayList<>(List.of(preparation.fit(stored)));
    for (int view = 1; view <= views; view++) {
      cells.add(
          augmented.view(stored, drawSeed.stream("augment", view, Seed.coordinate(item.id()))));
    }
    return new ContactSheet.Row(
        labels.name(item.label()), String.valueOf(item.file().getFileName()), cells);
  }

  private String title(InputSpec input) {
    Path name = data.toAbsolutePath().normalize().getFileName();
    return name
        + ": "
        + augment.text()
        + ", "
        + input.width()
        + "x"
        + input.height()
        + ", seed "
        + learning.seed().value();
  }
}
