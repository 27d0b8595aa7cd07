package org.graft4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.zoo.model.SimpleCNN;
import org.graft4j.bundle.ImageClassifier;
import org.graft4j.bundle.ModelBundle;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.model.Head;
import org.graft4j.train.EpochRecord;
import org.graft4j.zoo.adapt.Deeper;
import org.graft4j.zoo.adapt.ForeignBackbone;
import org.graft4j.zoo.adapt.InputChannels;
import org.graft4j.zoo.adapt.Wider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Backbones of another structure are trained like all others. */
class AdaptedBackbonesTest {
  @TempDir static Path folder;
  private static DatasetSplit split;

  @BeforeAll
  static void draw() {
    split = SmallTask.split(folder.resolve("pictures"), 1);
  }

  private static FineTuneResult fit(Backbone backbone, FineTunePlan plan) throws Exception {
    return FineTuner.of(backbone)
        .head(Head.linear(split.labels()))
        .plan(plan)
        .batchSize(16)
        .seed(Seed.of(9))
        .build()
        .fit(split);
  }

  private static FineTunePlan all(int epochs) {
    return new FineTunePlan(
        List.of(new Stage("all", new Scope.All(), epochs, LearningRates.uniform(1e-2))));
  }

  private static void assertLossFalls(FineTuneResult run) {
    List<EpochRecord> history = run.history();
    assertThat(history.get(history.size() - 1).trainLoss())
        .as(history.toString())
        .isLessThan(history.get(0).trainLoss());
  }

  @Test
  void greyBackbone_fineTuned_classifiesAsABundle() throws Exception {
    Backbone grey = InputChannels.grey(SmallTask.backbone(3));

    FineTuneResult run = fit(grey, FineTunePlan.headThenAll(2, 2));
    Path bundle = folder.resolve("grey.zip");
    ModelBundle.of(run.model()).save(bundle);

    assertThat(run.model().input().channels()).isEqualTo(InputSpec.ChannelOrder.GREY);
    assertLossFalls(run);
    try (ImageClassifier classifier = ImageClassifier.open(bundle)) {
      assertThat(classifier.classify(split.validation().get(0).file(), 1)).isNotNull();
    }
  }

  /** Copies with noise go apart; without they would stay one unit. */
  @Test
  void widenedWithNoise_trained_twinsDiverge() throws Exception {
    Backbone wide = Wider.by(SmallTask.backbone(3), 2, 0.01, Seed.of(1));
    Backbone deep = Deeper.byLayer(wide, "relu1");

    FineTuneResult run = fit(deep, all(20));

    assertLossFalls(run);
    double before = spread(wide.graph().getParam("conv1_W"));
    double after = spread(run.graph().getParam("conv1_W"));
    assertThat(after).isGreaterThan(1.5 * before);
  }

  /** Mean distance of the copies, units 6 to 11, to the original that is nearest. */
  private static double spread(INDArray weights) {
    double sum = 0;
    for (int copy = 6; copy < 12; copy++) {
      double nearest = Double.POSITIVE_INFINITY;
      for (int original = 0; original < 6; original++) {
        nearest = Math.min(nearest, unit(weights, copy).distance2(unit(weights, original)));
      }
      sum += nearest / 6;
    }
    return sum;
  }

  private static INDArray unit(INDArray weights, int index) {
    return weights.get(NDArrayIndex.point(index)).dup();
  }

  @Test
  void zooModel_linearProbe_runs() throws Exception {
    SimpleCNN model = SimpleCNN.builder().inputShape(new int[] {3, 48, 48}).numClasses(4).build();
    Backbone backbone =
        ForeignBackbone.untrained(model)
            .input(SmallTask.backbone(3).input().withSize(48, 48))
            .build();

    assertLossFalls(fit(backbone, FineTunePlan.linearProbe(6).withRatesTimes(0.1)));
  }
}
