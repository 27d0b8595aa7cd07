package org.graft4j.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.graft4j.bundle.ImageClassifier;
import org.graft4j.bundle.LabelProbability;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.Seed;
import org.graft4j.data.synthetic.DrawnFolder;
import org.graft4j.data.synthetic.DrawnTask;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.Evaluator;
import org.graft4j.model.Backbone;
import org.graft4j.model.Head;
import org.graft4j.train.EpochRecord;
import org.graft4j.train.TrainingEvent;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.FineTuneResult;
import org.graft4j.transfer.FineTuner;
import org.graft4j.zoo.Zoo;

/**
 * How good is a new head on a backbone that is left as it is?
 *
 * <p>The linear probe is the first thing to try: the backbone runs once over the pictures, and the
 * epochs cost next to nothing, because only one dense layer learns from the features that it gave.
 */
public final class Example02LinearProbe {
  private Example02LinearProbe() {}

  /** Takes no arguments. */
  public static void main(String[] args) throws IOException {
    // 8 classes that the backbone never saw: 15 pictures of each to learn from, 30 to be tested on.
    Path pictures = Files.createTempDirectory("graft4j-example").resolve("pictures");
    Map<String, Integer> perClass = Map.of("train", 15, "test", 30);
    DrawnFolder.write(DrawnTask.target(), pictures, perClass, 96, Seed.of(2));

    ImageFolder folder = ImageFolder.scan(pictures);
    DatasetSplit split = folder.givenSplit().orElseThrow(); // train/ and test/ are there

    // [batch, 3, 64, 64] -> features [batch, 160]
    Backbone backbone = Zoo.standard().load("slimresnet.shapes");

    FineTuneResult run =
        FineTuner.of(backbone)
            .head(Head.linear(folder.labels())) // [batch, 160] -> [batch, 8]
            .plan(FineTunePlan.linearProbe(60))
            .seed(Seed.of(42))
            .listener(
                event -> {
                  if (event instanceof TrainingEvent.Featurising f && f.done() == f.total()) {
                    System.out.println("the backbone ran once over " + f.total() + " pictures");
                  }
                })
            .build()
            .fit(split);

    EpochRecord first = run.history().get(0);
    EpochRecord last = run.history().get(run.history().size() - 1);
    System.out.printf(
        Locale.ROOT,
        "training loss %.3f -> %.3f in %d epochs%n",
        first.trainLoss(),
        last.trainLoss(),
        last.epoch());

    ClassificationReport report = Evaluator.classification().evaluate(run.model(), split.test());
    System.out.printf(
        Locale.ROOT,
        "accuracy %.3f, 95 %% interval [%.3f, %.3f], %d test pictures%n",
        report.accuracy(),
        report.accuracyInterval().low(),
        report.accuracyInterval().high(),
        report.n());

    // The same model, ready to serve: from any thread, from a picture of any size.
    try (ImageClassifier classifier = ImageClassifier.of(run.model())) {
      Path picture = split.test().get(0).file();
      LabelProbability best = classifier.classify(picture, 3).best();
      System.out.printf(
          Locale.ROOT,
          "%s is taken for a %s with probability %.3f%n",
          pictures.relativize(picture),
          best.label(),
          best.probability());
    }
  }
}
