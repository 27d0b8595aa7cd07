package org.graft4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.graft4j.zoo.format.FloatTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights that do not fit are refused in one line with the names and the remedy. */
class WeightsMismatchTest {
  @TempDir Path folder;

  @Test
  void fromFile_missingTensor_isNamed() throws Exception {
    Path file = WeightFiles.slim(folder, 4, t -> t.remove("layer2.0.bn1.running_var"));

    refused(file, "slimresnet", "missing layer2.0.bn1.running_var")
        .hasMessageContaining("complete up to layer1");
  }

  @Test
  void fromFile_surplusTensor_isNamed() throws Exception {
    Path file =
        WeightFiles.slim(folder, 4, t -> t.put("ema.decay", FloatTensor.f32(new float[1], 1)));

    refused(file, "slimresnet", "unknown ema.decay");
  }

  @Test
  void fromFile_surplusTensorsByTheHundred_areBoundedInTheMessage() throws Exception {
    Path file =
        WeightFiles.slim(
            folder,
            4,
            t -> {
              for (int i = 0; i < 100; i++) {
                t.put("a" + i + "\n".repeat(500), FloatTensor.f32(new float[1], 1));
              }
            });

    assertThatThrownBy(() -> Zoo.fromFile(file, "slimresnet", Optional.empty()))
        .isInstanceOf(WeightsMismatchException.class)
        .hasMessageContaining("and 96 more")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000).doesNotContain("\n"));
  }

  @Test
  void fromFile_otherShape_isNamedWithBoth() throws Exception {
    Path file =
        WeightFiles.slim(
            folder, 4, t -> t.put("layer4.1.bn2.bias", FloatTensor.f32(new float[5], 5)));

    refused(file, "slimresnet", "different layer4.1.bn2.bias is [5], not [160]");
  }

  @Test
  void fromFile_headWithoutBias_isRefused() throws Exception {
    refused(WeightFiles.slim(folder, 4, t -> t.remove("fc.bias")), "slimresnet", "missing fc.bias");
  }

  @Test
  void fromFile_nonFiniteValue_isRefusedByTensorAndListedByVerify() throws Exception {
    Path file =
        WeightFiles.slim(
            folder, 1, t -> t.put("fc.bias", FloatTensor.f32(new float[] {Float.NaN}, 1)));

    assertThatThrownBy(() -> Zoo.fromFile(file, "slimresnet", Optional.empty()))
        .isInstanceOf(WeightsMismatchException.class)
        .hasMessageContaining("tensor 'fc.bias' holds NaN");
    assertThat(Zoo.verify(file, "slimresnet", Optional.empty()).nonFinite())
        .containsExactly("fc.bias");
  }

  /** It would load, and every feature would be NaN. */
  @Test
  void fromFile_negativeVariance_isRefusedByTensorAndSoByVerify() throws Exception {
    float[] variances = new float[16];
    variances[3] = -0.5f;
    Path file =
        WeightFiles.slim(
            folder, 1, t -> t.put("layer1.0.bn1.running_var", FloatTensor.f32(variances, 16)));
    String tensor = "no negative variances, but tensor 'layer1.0.bn1.running_var' holds -0.5";

    assertThatThrownBy(() -> Zoo.fromFile(file, "slimresnet", Optional.empty()))
        .isInstanceOf(WeightsMismatchException.class)
        .hasMessageContaining(tensor);
    assertThatThrownBy(() -> Zoo.verify(file, "slimresnet", Optional.empty()))
        .isInstanceOf(WeightsMismatchException.class)
        .hasMessageContaining(tensor);
  }

  @Test
  void fromFile_resnet34IntoResnet18_saysWhatItLooksLike() throws Exception {
    Path file = WeightFiles.upTo(folder, "resnet34", "layer2");

    assertThatThrownBy(() -> Zoo.fromFile(file, "resnet18", Optional.of("layer2")))
        .isInstanceOf(WeightsMismatchException.class)
        .hasMessageContaining("does not fit resnet18 up to layer2")
        .hasMessageContaining("unknown layer1.2.")
        .hasMessageEndingWith("It looks like resnet34");
  }

  @Test
  void fromFile_vggIntoResnet18_saysWhatItLooksLike() throws Exception {
    Path file = WeightFiles.upTo(folder, "vgg16", "block3");

    refused(file, "resnet18", "missing conv1.weight").hasMessageEndingWith("It looks like vgg16");
  }

  @Test
  void fromFile_endsAtLayer2_saysWhereToCut() throws Exception {
    Path file = WeightFiles.upTo(folder, "resnet18", "layer2");

    refused(file, "resnet18", "missing layer3.0.conv1.weight")
        .hasMessageEndingWith(
            "complete up to layer2: cut the backbone there (--features-at layer2)");
  }

  @Test
  void fromFile_unknownArchitecture_hasTheNearest() {
    assertThatThrownBy(() -> Zoo.fromFile(folder.resolve("x"), "resnet-18", Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown architecture 'resnet-18'; did you mean 'resnet18'?");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(
      Path file, String architecture, String part) {
    return assertThatThrownBy(() -> Zoo.fromFile(file, architecture, Optional.empty()))
        .isInstanceOf(WeightsMismatchException.class)
        .hasMessageContaining("does not fit " + architecture)
        .hasMessageContaining(part);
  }
}
