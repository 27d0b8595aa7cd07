package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way on real weights and photographs; skipped where they are not there. */
@Tag("slow")
class FlowersTest {
  /** What PyTorch reaches with the same features and a linear head: mean of 5 seeds. */
  private static final double PYTORCH = 0.843;

  @TempDir Path own;

  @Test
  void train_linearProbeOnImageNetFeatures_reachesPyTorch() {
    assertThat(accuracy("linear-probe")).isGreaterThanOrEqualTo(PYTORCH - 0.02);
  }

  /** Minutes of training: for the nights. The bar is the low end of the probe's own interval. */
  @Test
  @Tag("nightly")
  void train_headThenAll_isNotWorseThanTheProbe() {
    assertThat(accuracy("head-then-all")).isGreaterThanOrEqualTo(0.786);
  }

  private double accuracy(String plan) {
    Path data = Path.of(System.getProperty("graft4j.root", ".")).resolve("../shared/data");
    Path weights = data.resolve("weights/resnet18-imagenet-to-layer3.safetensors");
    Path flowers = data.resolve("pictures/flowers");
    assumeTrue(Files.exists(weights) && Files.exists(flowers), "no real data beside the checkout");
    JsonNode json =
        Run.of(
                "train",
                flowers,
                "--backbone",
                weights,
                "--arch",
                "resnet18",
                "--features-at",
                "layer3",
                "--plan",
                plan,
                "--out",
                own.resolve("flowers.zip"),
                "--json")
            .succeeded()
            .json();
    assertThat(json.get("n").asInt()).isEqualTo(200);
    return json.get("accuracy").asDouble();
  }
}
