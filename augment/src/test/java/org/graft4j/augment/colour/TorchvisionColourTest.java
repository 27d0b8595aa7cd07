package org.graft4j.augment.colour;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graft4j.augment.GoldenTransforms;
import org.graft4j.augment.GoldenTransforms.Kernel;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Through draw and apply, as a chain does it, with ranges of one number and probability 1. */
class TorchvisionColourTest {
  private static final Set<String> POLICY_COLOURS =
      Set.of("Brightness", "Color", "Contrast", "Sharpness", "Posterize", "Solarize");

  @TestFactory
  List<DynamicTest> transform_onGoldenPicture_equalsTorchvision() throws IOException {
    return GoldenTransforms.equal(
        Map.ofEntries(
            by("adjust_brightness", op -> new Brightness(number(op, "brightness_factor"))),
            by("adjust_contrast", op -> new Contrast(number(op, "contrast_factor"))),
            by("adjust_saturation", op -> new Saturation(number(op, "saturation_factor"))),
            by("adjust_sharpness", op -> new Sharpness(number(op, "sharpness_factor"), 1)),
            by("adjust_gamma", op -> new Gamma(number(op, "gamma"), number(op, "gain").low())),
            by("posterize", op -> new Posterize((int) number(op, "bits").low(), 1)),
            by("solarize", op -> new Solarize(number(op, "threshold").low() / 255, 1)),
            by("equalize", op -> new Equalize(1)),
            by("autocontrast", op -> new AutoContrast(1)),
            by("invert", op -> new Invert(1)),
            by("rgb_to_grayscale", op -> new Greyscale(1)),
            Map.entry("adjust_hue", TorchvisionColourTest::hue)));
  }

  /** The operations of AutoAugment, RandAugment and the like by their magnitudes. */
  @TestFactory
  List<DynamicTest> policyOperation_onGoldenPicture_equalsTorchvision() throws IOException {
    return GoldenTransforms.equal(
        Map.of("autoaugment_op", (picture, op) -> applied(policyOperation(op), picture)),
        op -> POLICY_COLOURS.contains(op.at("/params/op").textValue()));
  }

  private static Transform policyOperation(JsonNode op) {
    double magnitude = number(op, "magnitude").low();
    Range factor = Range.of(1 + magnitude);
    String name = op.at("/params/op").textValue();
    return switch (name) {
      case "Brightness" -> new Brightness(factor);
      case "Color" -> new Saturation(factor);
      case "Contrast" -> new Contrast(factor);
      case "Sharpness" -> new Sharpness(factor, 1);
      case "Posterize" -> new Posterize((int) magnitude, 1);
      case "Solarize" -> new Solarize(magnitude, 1);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** torchvision takes even a turn of nothing through HSV; the transform leaves that out. */
  private static Picture hue(Picture picture, JsonNode op) {
    double turn = number(op, "hue_factor").low();
    if ((int) (turn * 255) != 0) {
      return applied(new Hue(Range.of(turn)), picture);
    }
    assertThat(applied(new Hue(Range.of(turn)), picture)).isSameAs(picture);
    byte[] to = new byte[picture.rgb().length];
    HueTurn.turn(picture.rgb(), to, 0);
    return new Picture(picture.width(), picture.height(), to);
  }

  private interface Maker {
    Transform of(JsonNode op);
  }

  private static Map.Entry<String, Kernel> by(String function, Maker maker) {
    return Map.entry(function, (picture, op) -> applied(maker.of(op), picture));
  }

  private static Picture applied(Transform transform, Picture picture) {
    return transform.draw(Seed.of(1).stream("golden")).apply(picture);
  }

  private static Range number(JsonNode op, String name) {
    return Range.of(op.at("/params/" + name).doubleValue());
  }
}
