package org.graft4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.PictureBatches;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.Head;
import org.graft4j.train.EpochRecord;
import org.graft4j.train.TrainingLoop;
import org.graft4j.train.TrainingSettings;
import org.graft4j.zoo.Zoo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The probe's mean over seeds on real features; skipped where the data is not there. */
@Tag("slow")
class FlowersProbeTest {
  /** Mean of 5 seeds in PyTorch: the same features, a linear head, AdamW, 50 epochs. */
  private static final double PYTORCH = 0.843;

  // The features do not depend on the seed: the backbone runs once, as in a run of one seed.
  @Test
  void linearProbe_fiveSeedsOnFlowers_meanIsPyTorchs() throws Exception {
    Path data = Path.of(System.getProperty("graft4j.root", ".")).resolve("../shared/data");
    Path weights = data.resolve("weights/resnet18-imagenet-to-layer3.safetensors");
    Path flowers = data.resolve("pictures/flowers");
    assumeTrue(Files.exists(weights) && Files.exists(flowers), "no real data beside the checkout");
    Backbone backbone = Zoo.fromFile(weights, "resnet18", Optional.of("layer3"));
    DatasetSplit split = ImageFolder.scan(flowers).givenSplit().orElseThrow();
    ComputationGraph trunk = GraphEdits.truncatedAt(backbone.graph(), backbone.featureVertex());
    Features train = features(trunk, split, split.train(), backbone);
    Features held = features(trunk, split, split.heldOut(), backbone);

    double sum = 0;
    for (int seed = 1; seed <= 5; seed++) {
      sum += accuracy(train, held, Head.linear(split.labels()), backbone, Seed.of(seed));
    }

    assertThat(sum / 5).isCloseTo(PYTORCH, offset(0.02));
  }

  private static Features features(
      ComputationGraph trunk, DatasetSplit split, List<ImageItem> items, Backbone backbone) {
    var source = PictureBatches.evaluation(items, split.labels(), backbone.input(), 32);
    return Features.of(trunk, items, split.labels().size(), source, 0, done -> {});
  }

  /** As a run does it with the defaults. */
  private static double accuracy(
      Features train, Features held, Head head, Backbone backbone, Seed seed) {
    Stage stage = FineTunePlan.linearProbe(50).stages().get(0);
    List<EpochRecord> history =
        TrainingLoop.train(
            Graft.alone(head, backbone.featureWidth(), seed),
            TrainingSettings.of(
                    FeatureBatches.training(List.of(train), 32, seed),
                    stage.epochs(),
                    stage.rates().head())
                .validation(FeatureBatches.evaluation(held, 256))
                .seed(seed)
                .build());
    Double accuracy = history.get(history.size() - 1).validationAccuracy();
    return accuracy == null ? 0 : accuracy;
  }
}
