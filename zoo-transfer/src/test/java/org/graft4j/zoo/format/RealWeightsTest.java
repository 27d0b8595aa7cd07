package org.graft4j.zoo.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Published weights, where the optional data folder beside the checkout has them. */
class RealWeightsTest {
  @Test
  void open_sameWeightsInThreeFormats_areEqual() throws IOException {
    try (WeightsFile safetensors = open("resnet18-imagenet-to-layer3.safetensors");
        WeightsFile zip = open("resnet18-imagenet-to-layer3.pth");
        WeightsFile legacy = open("resnet18-imagenet-to-layer3.legacy.pth")) {
      assertThat(safetensors.format()).isEqualTo("safetensors");
      assertThat(zip.format()).isEqualTo("torch zip");
      assertThat(legacy.format()).isEqualTo("torch legacy");
      assertThat(safetensors.tensors().get("conv1.weight").shape()).containsExactly(64, 3, 7, 7);
      assertEqual(safetensors, zip);
      assertEqual(safetensors, legacy);
    }
  }

  private static void assertEqual(WeightsFile one, WeightsFile other) throws IOException {
    assertThat(other.tensors().keySet()).isEqualTo(one.tensors().keySet());
    for (WeightTensor tensor : one.tensors().values()) {
      WeightTensor same = other.tensors().get(tensor.name());
      assertThat(same.dtype()).isEqualTo(tensor.dtype());
      assertThat(same.shape()).isEqualTo(tensor.shape());
      assertThat(same.toFloats()).isEqualTo(tensor.toFloats());
    }
  }

  /** A checkpoint of 2018: nested, DataParallel, and _rebuild_tensor without gradient flags. */
  @Test
  void open_resnet20Checkpoint_givesBareNames() throws IOException {
    try (WeightsFile file = open("more/resnet20-12fca82f.th")) {
      assertThat(file.format()).isEqualTo("torch legacy");
      assertThat(file.tensors().get("conv1.weight").shape()).containsExactly(16, 3, 3, 3);
      assertThat(file.tensors().get("linear.weight").shape()).containsExactly(10, 64);
      assertThat(file.nonFinite()).isEmpty();
    }
  }

  private static WeightsFile open(String name) throws IOException {
    Path file =
        Path.of(System.getProperty("graft4j.root", ".")).resolve("../shared/data/weights/" + name);
    assumeTrue(Files.exists(file), () -> "without " + file);
    return WeightsFile.open(file);
  }
}
