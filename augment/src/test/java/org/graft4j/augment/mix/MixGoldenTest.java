package org.graft4j.augment.mix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.assertj.core.data.Offset;
import org.graft4j.augment.mix.Box.Pixels;
import org.graft4j.testing.Golden;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Equal to torchvision's MixUp and CutMix, which pair example i with example i-1. */
class MixGoldenTest {
  /** The values are written with six digits, and computed in single precision here. */
  private static final Offset<Float> TOLERANCE = Offset.offset(1e-6f);

  private static JsonNode mix() throws IOException {
    return new ObjectMapper().readTree(Golden.path("transforms.json").toFile()).get("mix");
  }

  private static INDArray tensor(JsonNode node, int rank) throws IOException {
    Class<?> type = float[].class;
    for (int i = 1; i < rank; i++) {
      type = type.arrayType();
    }
    Object values = new ObjectMapper().treeToValue(node, type);
    return rank == 4 ? Nd4j.create((float[][][][]) values) : Nd4j.create((float[][]) values);
  }

  private static INDArray labels(JsonNode mix) {
    INDArray labels = Nd4j.zeros(mix.get("labels").size(), mix.get("num_classes").intValue());
    for (int i = 0; i < mix.get("labels").size(); i++) {
      labels.putScalar(i, mix.get("labels").get(i).intValue(), 1);
    }
    return labels;
  }

  private static void assertClose(INDArray actual, INDArray expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    float[] values = actual.dup('c').data().asFloat();
    float[] wanted = expected.dup('c').data().asFloat();
    for (int i = 0; i < wanted.length; i++) {
      assertThat(values[i]).as("value %d", i).isCloseTo(wanted[i], TOLERANCE);
    }
  }

  @Test
  void mixUp_givenLam_equalsTorchvision() throws IOException {
    JsonNode mix = mix();
    assertThat(mix.get("mixup")).isNotEmpty();
    for (JsonNode expected : mix.get("mixup")) {
      INDArray batch = tensor(mix.get("batch"), 4);
      INDArray labels = labels(mix);

      new MixUp.Blend(expected.get("lam").doubleValue()).apply(batch, labels);

      assertClose(batch, tensor(expected.get("batch"), 4));
      assertClose(labels, tensor(expected.get("targets"), 2));
    }
  }

  @Test
  void cutMix_givenBox_equalsTorchvision() throws IOException {
    JsonNode mix = mix();
    assertThat(mix.get("cutmix")).isNotEmpty();
    for (JsonNode expected : mix.get("cutmix")) {
      INDArray batch = tensor(mix.get("batch"), 4);
      INDArray labels = labels(mix);
      JsonNode box = expected.get("box_x1y1x2y2");
      Pixels pixels =
          new Pixels(
              box.get(0).intValue(),
              box.get(1).intValue(),
              box.get(2).intValue(),
              box.get(3).intValue());

      pixels.apply(batch, labels);

      assertClose(batch, tensor(expected.get("batch"), 4));
      assertClose(labels, tensor(expected.get("targets"), 2));
    }
  }

  @Test
  void cutMix_givenCentre_cutsTorchvisionsBox() throws IOException {
    for (JsonNode expected : mix().get("cutmix_boxes")) {
      int width = expected.get("width").intValue();
      int height = expected.get("height").intValue();
      Box box =
          new Box(
              expected.get("lam").doubleValue(),
              // The middle of the pixel, of which the draw knows the share alone.
              (expected.get("center_x").doubleValue() + 0.5) / width,
              (expected.get("center_y").doubleValue() + 0.5) / height);

      Pixels pixels = box.pixels(width, height);

      int[] corners = {pixels.x1(), pixels.y1(), pixels.x2(), pixels.y2()};
      assertThat(corners)
          .isEqualTo(new ObjectMapper().treeToValue(expected.get("box_x1y1x2y2"), int[].class));
      assertThat(pixels.left(width, height))
          .isCloseTo(expected.get("lam_adjusted").doubleValue(), Offset.offset(1e-12));
    }
  }
}
