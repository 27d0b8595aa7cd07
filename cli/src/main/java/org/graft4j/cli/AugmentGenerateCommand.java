package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.graft4j.augment.generate.BackboneFeatures;
import org.graft4j.augment.generate.GanResult;
import org.graft4j.augment.generate.GanSettings;
import org.graft4j.augment.generate.GanTraining;
import org.graft4j.augment.generate.GeneratedFolder;
import org.graft4j.augment.generate.GenerationCollapsedException;
import org.graft4j.augment.generate.GenerationDistance;
import org.graft4j.data.Folds;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.ItemDigests;
import org.graft4j.data.ItemSample;
import org.graft4j.featurise.Featuriser;
import org.graft4j.model.Backbone;
import org.graft4j.train.TrainingInterruptedException;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code graft4j augment generate}. */
@Command(
    name = "generate",
    description =
        "Trains a small generative network (a class-conditional GAN) on a folder of pictures,"
            + " writes pictures of its making, and says whether training with them would help."
            + " Takes minutes: with the defaults six trainings of two to three minutes each on two"
            + " cores, at --size 64 three to four times as long; --folds 0 makes one training and"
            + " no verdict.",
    mixinStandardHelpOptions = true)
final class AugmentGenerateCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private BackboneOptions backbone = new BackboneOptions();
  @Mixin private GanOptions options = new GanOptions();
  @Mixin private LearningOptions learning = new LearningOptions();

  @Parameters(
      paramLabel = "DATA",
      description =
          "Folder with one folder of pictures a class. Only those are looked at that train will"
              + " learn from with the same options: train/ of a folder with train/ and val/ or"
              + " test/.")
  private Path data = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Where the pictures go: FOLDER/CLASS/generated/00001.png and so on.")
  private Path out = Path.of("");

  @Option(
      names = "--per-class",
      paramLabel = "N",
      defaultValue = "100",
      description = "Pictures of each class (default: ${DEFAULT-VALUE}).")
  private int perClass = 100;

  @Option(
      names = "--folds",
      paramLabel = "K",
      defaultValue = "5",
      description =
          "Folds in which it is tried whether the pictures help: one more training each; of fewer"
              + " than 5 the answer is hardly ever yes; 0 for none (default: ${DEFAULT-VALUE}).")
  private int folds = 5;

  @Option(
      names = "--pictures",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Most pictures to learn from, of each class in proportion (default: ${DEFAULT-VALUE}).")
  private int pictures = 1000;

  @Option(
      names = "--force",
      description =
          "Write into a folder that is not empty; the pictures of an earlier run are removed.")
  private boolean force;

  @Option(names = "--json", description = "Print what generated.json says instead of lines.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    requireOptions();
    GanSettings settings = options.settings(learning.seed());
    // A second run would learn from the pictures of the first.
    OutputFile.requireOutside("--out", out, data);
    OutputFile.requireFolder(out, force);
    ImageFolder folder = Pictures.toTrainOn(data, learning.strict(), Optional.empty());
    List<ImageItem> items = toLearnFrom(folder);
    Optional<Folds> divided =
        folds == 0
            ? Optional.empty()
            : Optional.of(
                GenerationVerdicts.divided(folder.labels(), items, folds, learning.seed()));
    Backbone judge = backbone.load(learning.seed()).backbone();
    Interrupt interrupt = ((Graft4j) Objects.requireNonNull(spec).root().userObject()).interrupt();
    interrupt.workStarts();
    GanTraining training = GanTraining.of(folder.labels(), settings).stopWhen(interrupt::requested);
    try (BackboneFeatures features = BackboneFeatures.of(judge)) {
      train(folder, items, settings, training, judge, features);
      if (divided.isPresent()) {
        try (INDArray plain = Featuriser.of(judge).stopWhen(interrupt::requested).features(items)) {
          judge(
              new GenerationVerdicts(
                  folder.labels(),
                  items,
                  plain,
                  divided.get(),
                  learning.seed(),
                  head(),
                  interrupt::requested),
              training,
              features);
        }
      }
    }
    if (json) {
      Terminal.json(Files.readString(out.resolve(GeneratedFolder.FACTS)));
    }
    return 0;
  }

  /** What train will hold out is not learned from, and neither are copies of a picture. */
  private List<ImageItem> toLearnFrom(ImageFolder folder) throws IOException {
    List<ImageItem> available = learning.learnedFrom(folder);
    List<ImageItem> distinct =
        ItemSample.withoutCopies(available, folder.labels(), new ItemDigests());
    if (distinct.size() < available.size()) {
      Terminal.note("left out " + Count.of(available.size() - distinct.size(), "copy", "copies"));
    }
    List<ImageItem> some = ItemSample.of(distinct, folder.labels(), pictures, learning.seed());
    Terminal.note(
        "learning from "
            + some.size()
            + " of "
            + Count.of(folder.items().size(), "picture", "pictures"));
    return some;
  }

  private void requireOptions() {
    learning.require();
    if (perClass < 1 || perClass > 99_999) {
      throw usage("--per-class must be from 1 to 99999, but was " + perClass);
    }
    if (pictures < 4) {
      throw usage("--pictures must be 4 at least, but was " + pictures);
    }
    if (folds < 0 || folds == 1) {
      throw usage("--folds must be 0 or 2 at least, but was " + folds);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  /** Trains on all pictures, writes what is drawn, and measures it. */
  private void train(
      ImageFolder folder,
      List<ImageItem> items,
      GanSettings settings,
      GanTraining training,
      Backbone judge,
      BackboneFeatures features)
      throws IOException {
    try (GanResult result = training.withListener(new GanProgress("training")).run(items)) {
      boolean stopped = result.ending() == GanResult.Ending.STOPPED;
      if (!result.usable()) {
        throw stopped
            ? new TrainingInterruptedException(
                "after step " + result.steps() + ", before there was a network worth drawing by")
            : new GenerationCollapsedException(result.message());
      }
      if (result.keptStep() < result.steps()) {
        Terminal.note(result.ending().name().toLowerCase(Locale.ROOT) + ": " + result.message());
        Terminal.note("going back to the network of step " + result.keptStep());
      }
      GenerationDistance distance =
          GenerationDistance.of(result.generator(), items, features, learning.seed());
      Map<String, String> facts =
          new GenerationFacts(folder, items, judge, head(), learning)
              .of(result, settings, distance);
      int written =
          GeneratedFolder.write(out, result.generator(), perClass, learning.seed(), facts);
      say(Count.of(written, "picture", "pictures") + " in " + out);
      say("Fréchet distance to real pictures: " + distance.generated());
      say("of real pictures to each other:    " + distance.real());
      say(
          "both at "
              + settings.size()
              + "x"
              + settings.size()
              + " pixels; the network has learned from these pictures, and both numbers shrink with"
              + " more of them");
      Terminal.note(GenerationFacts.howToTrain(folder));
      if (stopped) {
        throw new TrainingInterruptedException(
            "after step "
                + result.steps()
                + "; pictures of step "
                + result.keptStep()
                + " were written");
      }
    }
  }

  /** The verdicts go with the pictures as soon as they are known. */
  private void judge(GenerationVerdicts verdicts, GanTraining training, BackboneFeatures features)
      throws IOException {
    if (verdicts.weak().isPresent()) {
      say(verdicts.weak().get());
      GeneratedFolder.note(out, Map.of("warning", verdicts.weak().get()));
    }
    List<GenerationVerdict> all = new ArrayList<>(verdicts.cheap());
    all.forEach(verdict -> say(verdict.line()));
    GenerationVerdict pictures = verdicts.pictures(training, features, perClass);
    say(pictures.line());
    all.add(pictures);
    Map<String, String> facts = new TreeMap<>();
    all.forEach(verdict -> facts.putAll(verdict.facts()));
    GeneratedFolder.note(out, facts);
  }

  private void say(String line) {
    if (!json) {
      Terminal.result(line);
    }
  }

  private String head() {
    List<String> words = backbone.words();
    return "a linear head on " + String.join(" ", words.subList(1, words.size()));
  }
}
