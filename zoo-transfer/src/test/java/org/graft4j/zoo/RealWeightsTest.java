package org.graft4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.graft4j.model.Backbone;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A genuine ResNet-18 that ends at layer3, in three formats; skipped where it is not there. */
class RealWeightsTest {

  @ParameterizedTest
  @ValueSource(strings = {".safetensors", ".pth", ".legacy.pth"})
  void fromFile_cutWhereTheFileEnds_loadsAndWithoutTheCutIsRefused(String suffix) throws Exception {
    Path file =
        Path.of(System.getProperty("graft4j.root", "."))
            .resolve("../shared/data/weights/resnet18-imagenet-to-layer3" + suffix);
    assumeTrue(Files.exists(file), "no real weights beside the checkout");

    Backbone backbone = Zoo.standard().fromFile(file, "resnet18", Optional.of("layer3"));

    assertThat(backbone.featureWidth()).isEqualTo(256);
    assertThat(backbone.graph().getParam("bn1_var").getFloat(0)).isEqualTo((float) (1 - 1e-5));
    assertThatThrownBy(() -> Zoo.standard().fromFile(file, "resnet18", Optional.empty()))
        .isInstanceOf(WeightsMismatchException.class)
        .hasMessageContaining("missing layer4.0.conv1.weight")
        .hasMessageEndingWith("complete up to layer3: cut the backbone there");
  }
}
