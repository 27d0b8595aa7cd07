package org.graft4j.augment.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.graft4j.augment.Fill;
import org.graft4j.augment.GoldenTransforms;
import org.graft4j.augment.Pictures;
import org.graft4j.augment.Sampling;
import org.graft4j.data.Draw;
import org.graft4j.data.Picture;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The tables of torchvision, number for number. */
class GoldenSpacesTest {

  @TestFactory
  List<DynamicTest> space_everyOperation_hasTorchvisionsMagnitudes() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    Map<String, Space> spaces =
        Map.of(
            "RandAugment", Space.randAugment(),
            "TrivialAugmentWide", Space.trivialAugmentWide(),
            "AutoAugment", Space.autoAugment(),
            "AugMix", Space.augMix(true));
    JsonNode tables = GoldenTransforms.root().get("tables");
    for (Map.Entry<String, Space> space : spaces.entrySet()) {
      JsonNode golden = tables.get(space.getKey());
      tests.add(DynamicTest.dynamicTest(space.getKey(), () -> compare(space.getValue(), golden)));
    }
    return tests;
  }

  private static void compare(Space space, JsonNode golden) {
    assertThat(space.bins()).isEqualTo(golden.get("bins").intValue());
    List<String> names = new ArrayList<>();
    golden.get("space").fieldNames().forEachRemaining(names::add);
    assertThat(space.entries())
        .extracting(entry -> entry.operation().inPapers())
        .containsExactlyElementsOf(names);
    for (Space.Entry entry : space.entries()) {
      JsonNode expected = golden.get("space").get(entry.operation().inPapers());
      assertThat(entry.signed()).isEqualTo(expected.get("signed").booleanValue());
      JsonNode magnitudes = expected.get("magnitudes");
      if (magnitudes.isObject()) {
        boolean across = entry.operation() == Operation.TRANSLATE_X;
        compareShares(space, entry, magnitudes.get("h224_w224"), 224);
        compareShares(space, entry, magnitudes.get("h100_w150"), across ? 150 : 100);
      } else {
        // The file has nine digits, which is a float's own value.
        assertThat(entry.magnitudes().stream().map(Double::floatValue))
            .containsExactlyElementsOf(floats(magnitudes));
      }
    }
  }

  private static void compareShares(Space space, Space.Entry entry, JsonNode pixels, int size) {
    List<Float> ours = new ArrayList<>();
    for (int bin = 0; bin < space.bins(); bin++) {
      ours.add(Operation.ShareMove.pixels(entry.share(), size, space.bins(), bin));
    }
    assertThat(ours).containsExactlyElementsOf(floats(pixels));
  }

  /**
   * 150/331 of 331 pixels in 31 bins are 5 pixels a bin: a share of one bin in single precision is
   * short of that, and a pixel would be cut off. The whole numbers by integer arithmetic.
   */
  @Test
  void translation_anySize_isTheWholePixelsOfItsShare() {
    for (int size = 1; size <= 3 * 331; size++) {
      for (int bin = 0; bin <= 30; bin++) {
        assertThat((int) Operation.ShareMove.pixels(150 / 331.0, size, 31, bin))
            .as("bin %s of size %s", bin, size)
            .isEqualTo(150 * size * bin / (331 * 30));
        if (bin < 10) {
          assertThat((int) Operation.ShareMove.pixels(150 / 331.0, size, 10, bin))
              .as("bin %s of 10 of size %s", bin, size)
              .isEqualTo(150 * size * bin / (331 * 9));
          assertThat((float) (1 / 3.0 * size)).isEqualTo((float) (size / 3.0));
        }
      }
    }
  }

  @Test
  void randAugment_translation_movesThatManyPixels() {
    for (int size : new int[] {331, 662}) {
      Picture row = Pictures.noise(size, 1, 1);
      Picture column = new Picture(1, size, row.rgb());
      for (int bin = 0; bin <= 30; bin++) {
        for (boolean negative : new boolean[] {false, true}) {
          int pixels = Math.floorDiv(size, 331) * 5 * bin * (negative ? -1 : 1);
          byte[] expected = moved(row.rgb(), pixels);
          assertThat(move(Operation.TRANSLATE_X, bin, negative).apply(row).rgb())
              .isEqualTo(expected);
          assertThat(move(Operation.TRANSLATE_Y, bin, negative).apply(column).rgb())
              .isEqualTo(expected);
        }
      }
    }
  }

  private static Draw move(Operation operation, int bin, boolean negative) {
    double share = Space.randAugment().of(operation).share();
    return new Operation.ShareMove(operation, share, bin, 31, negative, Fill.BLACK);
  }

  private static byte[] moved(byte[] rgb, int pixels) {
    byte[] moved = new byte[rgb.length];
    int by = 3 * Math.abs(pixels);
    System.arraycopy(rgb, pixels < 0 ? by : 0, moved, pixels < 0 ? 0 : by, rgb.length - by);
    return moved;
  }

  private static List<Float> floats(JsonNode array) {
    List<Float> values = new ArrayList<>();
    array.forEach(value -> values.add(value.floatValue()));
    return values;
  }

  @Test
  void augMix_partialSpace_isTorchvisions() throws IOException {
    List<String> expected = new ArrayList<>();
    GoldenTransforms.root()
        .at("/tables/AugMix/partial_ops")
        .forEach(name -> expected.add(name.textValue()));
    assertThat(Space.augMix(false).entries())
        .extracting(entry -> entry.operation().inPapers())
        .containsExactlyElementsOf(expected);
  }

  @Test
  void defaults_areTorchvisions() throws IOException {
    JsonNode tables = GoldenTransforms.root().get("tables");
    Map<String, ?> prototypes = new PolicyTransforms().prototypes();
    assertThat(prototypes.get("rand-augment"))
        .isEqualTo(
            new RandAugment(
                tables.at("/RandAugment/default_num_ops").intValue(),
                tables.at("/RandAugment/default_magnitude_bin").intValue()));
    assertThat(prototypes.get("aug-mix"))
        .isEqualTo(
            new AugMix(
                tables.at("/AugMix/default_severity").intValue(),
                tables.at("/AugMix/default_mixture_width").intValue(),
                0, // torchvision's -1
                tables.at("/AugMix/default_alpha").doubleValue(),
                true,
                Fill.BLACK));
  }

  @Test
  void autoAugment_pairs_areThePapers() throws IOException {
    JsonNode policies = GoldenTransforms.root().at("/tables/AutoAugment/policies");
    for (AutoAugment.Policy policy : AutoAugment.Policy.values()) {
      JsonNode golden = policies.get(policy.name().toLowerCase(Locale.ROOT));
      List<AutoAugmentTable.Pair> pairs = AutoAugmentTable.of(policy);
      assertThat(pairs).hasSize(25).hasSameSizeAs(golden);
      for (int i = 0; i < pairs.size(); i++) {
        compare(pairs.get(i).first(), golden.get(i).get(0));
        compare(pairs.get(i).second(), golden.get(i).get(1));
      }
    }
  }

  private static void compare(AutoAugmentTable.Step step, JsonNode golden) {
    assertThat(step.operation().inPapers()).isEqualTo(golden.get(0).textValue());
    assertThat(step.probability()).isEqualTo(golden.get(1).doubleValue());
    Space.Entry entry = Space.autoAugment().of(step.operation());
    boolean strength = entry.share() > 0 || !entry.magnitudes().isEmpty();
    assertThat(golden.get(2).isNull()).isNotEqualTo(strength);
    assertThat(step.bin()).isEqualTo(golden.get(2).asInt(0));
  }

  @TestFactory
  List<DynamicTest> operation_onGoldenPicture_equalsTorchvision() throws IOException {
    return GoldenTransforms.equal(
        Map.of("autoaugment_op", (picture, entry) -> applied(picture, entry.get("params"))));
  }

  /** A translation, which torchvision has in pixels, by both of our ways. */
  private static Picture applied(Picture picture, JsonNode params) {
    Operation operation = Operation.of(params.get("op").textValue());
    double magnitude = params.get("magnitude").doubleValue();
    if (operation == Operation.TRANSLATE_X || operation == Operation.TRANSLATE_Y) {
      int size = operation == Operation.TRANSLATE_X ? picture.width() : picture.height();
      Picture byPixels = new Operation.PixelMove(operation, magnitude, Fill.BLACK).apply(picture);
      Picture byShare = operation.at(magnitude / size, Sampling.NEAREST, Fill.BLACK).apply(picture);
      assertThat(byShare.rgb()).isEqualTo(byPixels.rgb());
      return byPixels;
    }
    return operation.at(magnitude, Sampling.NEAREST, Fill.BLACK).apply(picture);
  }
}
