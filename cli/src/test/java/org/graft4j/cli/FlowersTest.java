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

  private static final Path DATA =
      Path.of(System.getProperty("graft4j.root", ".")).resolve("../shared/data");
  private static final Path WEIGHTS =
      DATA.resolve("weights/resnet18-imagenet-to-layer3.safetensors");
  private static final Path FLOWERS = DATA.resolve("pictures/flowers");

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

  @Test
  void advise_imageNetFeatures_rankFirstWithALinearProbe() {
    requireData();
    JsonNode best =
        Run.of(
                "advise",
                FLOWERS,
                "--weights",
                WEIGHTS,
                "--arch",
                "resnet18",
                "--features-at",
                "layer3",
                "--candidates",
                "slimresnet.shapes",
                "--no-cache",
                "--json")
            .succeeded()
            .json()
            .get("ranked")
            .get(0);
    assertThat(best.get("architecture").asText()).isEqualTo("resnet18");
    assertThat(best.get("probe").get("accuracy").asDouble()).isGreaterThanOrEqualTo(PYTORCH - 0.02);
    assertThat(best.get("verdict").asText()).isEqualTo("linear-probe");
  }

  private double accuracy(String plan) {
    requireData();
    JsonNode json =
        Run.of(
                "train",
                FLOWERS,
                "--backbone",
                WEIGHTS,
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
            .json()
            .get("report");
    assertThat(json.get("n").asInt()).isEqualTo(200);
    return json.get("accuracy").asDouble();
  }

  private static void requireData() {
    assumeTrue(Files.exists(WEIGHTS) && Files.exists(FLOWERS), "no real data beside the checkout");
  }
}
