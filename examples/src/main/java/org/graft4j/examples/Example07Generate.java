package org.graft4j.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.graft4j.augment.generate.BackboneFeatures;
import org.graft4j.augment.generate.FeatureInterpolation;
import org.graft4j.augment.generate.GanResult;
import org.graft4j.augment.generate.GanSettings;
import org.graft4j.augment.generate.GanTraining;
import org.graft4j.augment.generate.GeneratedFolder;
import org.graft4j.augment.generate.GeneratedRows;
import org.graft4j.augment.generate.GenerationDistance;
import org.graft4j.augment.search.AcceptanceGate;
import org.graft4j.augment.search.GainInterval;
import org.graft4j.augment.search.GateDecision;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.Folds;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Seed;
import org.graft4j.data.synthetic.DrawnFolder;
import org.graft4j.data.synthetic.DrawnTask;
import org.graft4j.eval.Interval;
import org.graft4j.eval.transferability.SoftmaxProbe;
import org.graft4j.featurise.Featuriser;
import org.graft4j.model.Backbone;
import org.graft4j.zoo.Zoo;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Do pictures that a network made up help to tell real ones?
 *
 * <p>A small generative network learns from the training pictures and draws new ones. Their
 * features come nearer to those of real pictures than at the start; whether a head that learns from
 * them too tells more held-out pictures is another question, which the acceptance gate answers.
 * After so short a training on pictures of such variety it should say no, as it should to anything
 * that was not shown to help.
 */
public final class Example07Generate {
  private static final Seed SEED = Seed.of(42);

  private Example07Generate() {}

  /** A folder of pictures and a number of steps, say 1500 for digits; without them a short run. */
  public static void main(String[] args) throws IOException {
    Path work = Files.createTempDirectory("graft4j-example");
    Path pictures = args.length > 0 ? Path.of(args[0]) : work.resolve("pictures");
    if (args.length == 0) {
      Map<String, Integer> perClass = Map.of("train", 30, "test", 1);
      DrawnFolder.write(DrawnTask.target(), pictures, perClass, 64, Seed.of(2));
    }
    int steps = args.length > 1 ? Integer.parseInt(args[1]) : 120;
    ImageFolder folder = ImageFolder.scan(pictures);
    // What a model will be measured on is not learned from, by the network of pictures neither.
    List<ImageItem> items = DatasetSplit.of(folder, 0.2, SEED).train();
    int[] labels = items.stream().mapToInt(ImageItem::label).toArray();
    Backbone backbone = Zoo.standard().load("slimresnet.shapes");
    GanTraining training =
        GanTraining.of(folder.labels(), GanSettings.standard(SEED).withSteps(steps).withWidth(16));

    try (INDArray plain = Featuriser.of(backbone).features(items); // [items, 160]
        BackboneFeatures features = BackboneFeatures.of(backbone)) {
      double atTheStart;
      try (GanResult untrained = training.stopWhen(() -> true).run(items)) {
        atTheStart =
            GenerationDistance.of(untrained.generator(), items, features, SEED).generated().value();
      }
      double trained;
      try (GanResult result = training.run(items)) {
        GenerationDistance distance =
            GenerationDistance.of(result.generator(), items, features, SEED);
        trained = distance.generated().value();
        System.out.println("generated against real: " + distance.generated());
        System.out.println("real against real:      " + distance.real());
        GeneratedFolder.write(
            work.resolve("made"), result.generator(), 10, SEED, Map.of("example", "7"));
        System.out.println("pictures to look at: " + work.resolve("made"));
      }

      Folds folds = Folds.stratified(labels, 2, SEED);
      AcceptanceGate gate =
          AcceptanceGate.of(
                  plain,
                  labels,
                  folds,
                  rows -> {
                    SoftmaxProbe probe = SoftmaxProbe.settledOn(rows.rows(), rows.targets());
                    return (known, asked) -> probe.classes(known.rows(), known.targets(), asked);
                  },
                  Example07Generate::paired)
              .forCandidates(2);
      int classes = folder.labels().size();
      print(
          "interpolated features",
          gate.decide(FeatureInterpolation.between().rows(plain, labels, classes, SEED)));
      // Each fold's network sees the fold's training pictures alone.
      print(
          "generated pictures",
          gate.decide(GeneratedRows.of(training, items, plain, features, 20, SEED)));

      // Below 1: the pictures have become more like real ones.
      System.out.printf(
          Locale.ROOT, "distance after training / at the start: %.3f%n", trained / atTheStart);
    }
  }

  private static GainInterval.Bounds paired(int gained, int lost, int n, double confidence) {
    Interval interval = Interval.pairedDifference(gained, lost, n, confidence);
    return new GainInterval.Bounds(interval.low(), interval.high());
  }

  private static void print(String what, GateDecision decision) {
    System.out.printf(
        Locale.ROOT,
        "%s: %s, gain %+.3f, interval [%+.3f, %+.3f], %d held-out pictures%n",
        what,
        decision.accepted() ? "accepted" : "refused",
        decision.gain(),
        decision.bounds().low(),
        decision.bounds().high(),
        decision.n());
  }
}
