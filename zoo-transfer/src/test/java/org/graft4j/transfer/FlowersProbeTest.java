package org.graft4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.Seed;
import org.graft4j.features.FeatureCache;
import org.graft4j.model.Backbone;
import org.graft4j.model.Head;
import org.graft4j.train.EpochRecord;
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
    double sum = 0;
    try (FeatureCache cache = FeatureCache.temporary()) {
      for (int seed = 1; seed <= 5; seed++) {
        sum += accuracy(backbone, split, cache, Seed.of(seed));
      }
      int pictures = split.train().size() + split.validation().size();
      assertThat(cache.statistics().misses()).isEqualTo(pictures);
      assertThat(cache.statistics().hits()).isEqualTo(4L * pictures);
    }

    assertThat(sum / 5).isCloseTo(PYTORCH, offset(0.02));
  }

  private static double accuracy(
      Backbone backbone, DatasetSplit split, FeatureCache cache, Seed seed) throws IOException {
    List<EpochRecord> history =
        FineTuner.of(backbone)
            .head(Head.linear(split.labels()))
            .plan(FineTunePlan.linearProbe(50))
            .cache(cache)
            .seed(seed)
            .build()
            .fit(split)
            .history();
    Double accuracy = history.get(history.size() - 1).validationAccuracy();
    return accuracy == null ? 0 : accuracy;
  }
}
