package org.graft4j.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.graft4j.augment.generate.FeatureInterpolation;
import org.graft4j.augment.generate.GanTraining;
import org.graft4j.augment.generate.GeneratedRows;
import org.graft4j.augment.generate.GenerationCollapsedException;
import org.graft4j.augment.generate.PictureFeatures;
import org.graft4j.augment.search.AcceptanceGate;
import org.graft4j.augment.search.GainInterval;
import org.graft4j.augment.search.GateDecision;
import org.graft4j.augment.search.OutOfFold;
import org.graft4j.augment.search.Probe;
import org.graft4j.augment.search.TrainingRows;
import org.graft4j.data.Folds;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.eval.Interval;
import org.graft4j.eval.transferability.SoftmaxProbe;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Whether generated pictures, or rows between those that are there, help a head on the backbone.
 */
final class GenerationVerdicts {
  private final LabelMap labels;
  private final List<ImageItem> items;
  private final INDArray plain;
  private final int[] classes;
  private final Seed seed;
  private final AcceptanceGate gate;
  private final OutOfFold baseline;
  private final int folds;

  GenerationVerdicts(
      LabelMap labels,
      List<ImageItem> items,
      INDArray plain,
      int folds,
      Seed seed,
      BooleanSupplier stop)
      throws IOException {
    this.labels = labels;
    this.items = items;
    this.plain = plain;
    this.seed = seed;
    this.classes = items.stream().mapToInt(ImageItem::label).toArray();
    List<String> ids = items.stream().map(ImageItem::id).toList();
    Folds divided = Folds.stratified(classes, ids, folds, seed);
    this.folds = divided.count();
    gate =
        AcceptanceGate.of(plain, classes, divided, softmax(), tango())
            .forCandidates(2)
            .stopWhen(stop);
    baseline = gate.outOfFold(gate.plainRows());
  }

  private static Probe softmax() {
    return plain -> {
      SoftmaxProbe settled = SoftmaxProbe.settledOn(plain.rows(), plain.targets());
      return (training, held) -> settled.classes(training.rows(), training.targets(), held);
    };
  }

  private static GainInterval tango() {
    return (before, after, confidence) -> {
      int gained = 0;
      int lost = 0;
      for (int i = 0; i < before.length; i++) {
        gained += after[i] && !before[i] ? 1 : 0;
        lost += before[i] && !after[i] ? 1 : 0;
      }
      Interval interval = Interval.pairedDifference(gained, lost, before.length, confidence);
      return new GainInterval.Bounds(interval.low(), interval.high());
    };
  }

  /** One line on pictures of networks that learned from a fold's training pictures alone. */
  String pictures(GanTraining training, PictureFeatures features, int perClass) throws IOException {
    int[] fold = {0};
    TrainingRows rows =
        places ->
            GeneratedRows.of(
                    training.withListener(new GanProgress("fold " + ++fold[0] + " of " + folds)),
                    items,
                    plain,
                    features,
                    perClass,
                    seed)
                .of(places);
    try {
      return line("generated pictures", rows);
    } catch (GenerationCollapsedException e) {
      return "generated pictures: no, a fold's network collapsed: " + e.getMessage();
    }
  }

  /** One line on the cheap alternative. */
  String interpolation() throws IOException {
    return line(
        "interpolated features",
        FeatureInterpolation.between().rows(plain, classes, labels.size(), seed));
  }

  private String line(String what, TrainingRows rows) throws IOException {
    OutOfFold with = gate.outOfFold(rows);
    GateDecision decision = gate.decide(baseline, with);
    return String.format(
        Locale.ROOT,
        "%s: %s; accuracy %.3f without and %.3f with them, gain %+.3f, %.1f %% interval"
            + " [%+.3f, %+.3f], %d held-out pictures",
        what,
        verdict(decision),
        baseline.accuracy(),
        with.accuracy(),
        decision.gain(),
        100 * decision.confidence(),
        decision.bounds().low(),
        decision.bounds().high(),
        decision.n());
  }

  private static String verdict(GateDecision decision) {
    if (decision.accepted()) {
      return "yes, they help here";
    }
    return decision.harmful() ? "no, they harm here" : "no, they do not help here";
  }
}
