package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Path;
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
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Seed;
import org.graft4j.featurise.Featuriser;
import org.graft4j.model.Backbone;
import org.graft4j.runtime.RuntimeInfo;
import org.graft4j.train.TrainingInterruptedException;
import org.graft4j.zoo.Zoo;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
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
            + " writes pictures of its making, and says whether training with them would help.",
    mixinStandardHelpOptions = true)
final class AugmentGenerateCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "DATA",
      description =
          "Folder with one folder of pictures a class; of one with train/ and val/ or test/, train/ alone is looked at.")
  private Path data = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Where the pictures go: FOLDER/CLASS/generated/00001.png and so on.")
  private Path out = Path.of("");

  @Option(
      names = "--size",
      paramLabel = "N",
      defaultValue = "32",
      description = "Side of the pictures in pixels, 32 or 64 (default: ${DEFAULT-VALUE}).")
  private int size = 32;

  @Option(
      names = "--per-class",
      paramLabel = "N",
      defaultValue = "100",
      description = "Pictures of each class (default: ${DEFAULT-VALUE}).")
  private int perClass = 100;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "1500",
      description =
          "Updates of the networks in each training, of 32 pictures each (default:"
              + " ${DEFAULT-VALUE}).")
  private int steps = 1500;

  @Option(
      names = "--folds",
      paramLabel = "K",
      defaultValue = "3",
      description =
          "Folds in which it is tried whether the pictures help: one more training each; 0 for"
              + " none (default: ${DEFAULT-VALUE}).")
  private int folds = 3;

  @Option(
      names = "--backbone",
      paramLabel = "ID",
      defaultValue = "slimresnet.shapes",
      description =
          "Weights, by their id from 'weights list', whose features the pictures are judged by"
              + " (default: ${DEFAULT-VALUE}).")
  private String backbone = "slimresnet.shapes";

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

  @Option(
      names = "--strict",
      description = "Fail if a picture cannot be read, instead of leaving it out.")
  private boolean strict;

  @Option(names = "--force", description = "Replace what is in the folder.")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    GanSettings settings = settings();
    requireElsewhere();
    OutputFile.requireFolder(out, force);
    ImageFolder folder = Pictures.toTrainOn(data, strict, Optional.empty());
    List<ImageItem> items = folder.givenSplit().map(DatasetSplit::train).orElseGet(folder::items);
    Zoo zoo = Zoo.builder().listener(new FetchProgress()).build();
    FetchProgress.announce(zoo, backbone);
    Backbone judge = zoo.load(backbone);
    Interrupt interrupt = ((Graft4j) Objects.requireNonNull(spec).root().userObject()).interrupt();
    interrupt.trainingStarts();
    GanTraining training = GanTraining.of(folder.labels(), settings).stopWhen(interrupt::requested);
    try (INDArray plain = Featuriser.of(judge).stopWhen(interrupt::requested).features(items);
        BackboneFeatures features = BackboneFeatures.of(judge)) {
      train(folder, items, training, plain, features);
      if (folds > 0) {
        GenerationVerdicts verdicts =
            new GenerationVerdicts(
                folder.labels(), items, plain, folds, Seed.of(seed), interrupt::requested);
        Terminal.result(verdicts.interpolation());
        Terminal.result(verdicts.pictures(training, features, perClass));
      }
    }
    return 0;
  }

  /** A second run would learn from the pictures of the first. */
  private void requireElsewhere() throws IOException {
    Path from = data.toAbsolutePath().normalize();
    if (out.toAbsolutePath().normalize().startsWith(from)) {
      throw new IOException(
          "--out must lie outside of " + data + ", but was " + out + ": name another folder");
    }
  }

  private GanSettings settings() {
    if (perClass < 1 || perClass > 99_999) {
      throw usage("--per-class must be from 1 to 99999, but was " + perClass);
    }
    if (folds < 0 || folds == 1) {
      throw usage("--folds must be 0 or 2 at least, but was " + folds);
    }
    try {
      return GanSettings.standard(Seed.of(seed)).withSize(size).withSteps(steps);
    } catch (IllegalArgumentException e) {
      throw usage("--" + e.getMessage());
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  /** Trains on all pictures, writes what is drawn, and measures it. */
  private void train(
      ImageFolder folder,
      List<ImageItem> items,
      GanTraining training,
      INDArray plain,
      BackboneFeatures features)
      throws IOException {
    try (GanResult result = training.withListener(new GanProgress("training")).run(items)) {
      if (!result.usable()) {
        throw result.ending() == GanResult.Ending.STOPPED
            ? new TrainingInterruptedException("before the first step")
            : new GenerationCollapsedException(result.message());
      }
      if (result.ending() == GanResult.Ending.COLLAPSED) {
        Terminal.note("collapsed: " + result.message());
        Terminal.note("going on with the network of step " + result.keptStep());
      }
      int[] labels = items.stream().mapToInt(ImageItem::label).toArray();
      GenerationDistance distance =
          GenerationDistance.of(result.generator(), plain, labels, features, Seed.of(seed));
      int written =
          GeneratedFolder.write(
              out, result.generator(), perClass, Seed.of(seed), facts(folder, result, distance));
      Terminal.result(Count.of(written, "picture", "pictures") + " in " + out);
      Terminal.result("Fréchet distance to real pictures: " + distance.generated());
      Terminal.result("of real pictures to each other:    " + distance.real());
      if (result.ending() == GanResult.Ending.STOPPED) {
        throw new TrainingInterruptedException(
            "after step " + result.keptStep() + ", whose pictures were written");
      }
    }
  }

  private Map<String, String> facts(
      ImageFolder folder, GanResult result, GenerationDistance distance) throws IOException {
    Map<String, String> facts = new TreeMap<>();
    facts.put("graft4j", RuntimeInfo.graft4jVersion());
    facts.put("data", folder.digest());
    facts.put("size", Integer.toString(size));
    facts.put("steps", result.keptStep() + " of " + steps);
    facts.put("ending", result.ending().name().toLowerCase(Locale.ROOT));
    facts.put("backbone", backbone);
    facts.put("frechetDistance", distance.generated().toString());
    facts.put("frechetDistanceOfReal", distance.real().toString());
    return facts;
  }
}
