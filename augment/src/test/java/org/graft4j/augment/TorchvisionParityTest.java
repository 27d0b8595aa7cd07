package org.graft4j.augment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import javax.imageio.ImageIO;
import org.graft4j.data.Picture;
import org.graft4j.testing.Golden;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Our kernels against torchvision's on PIL pictures: not a bit of difference. */
class TorchvisionParityTest {

  private static final Map<String, BiFunction<Picture, JsonNode, Picture>> KERNELS =
      Map.of(
          "horizontal_flip", (picture, p) -> HorizontalFlip.flipped(picture),
          "crop", TorchvisionParityTest::crop,
          "adjust_brightness",
              (picture, p) ->
                  ColourKernels.brightness(picture, p.get("brightness_factor").doubleValue()),
          "adjust_contrast",
              (picture, p) ->
                  ColourKernels.contrast(picture, p.get("contrast_factor").doubleValue()),
          "adjust_saturation",
              (picture, p) ->
                  ColourKernels.saturation(picture, p.get("saturation_factor").doubleValue()));

  private static Picture crop(Picture picture, JsonNode p) {
    int x = p.get("left").intValue();
    int y = p.get("top").intValue();
    return RandomResizedCrop.cropped(
        picture, x, y, p.get("width").intValue(), p.get("height").intValue());
  }

  @TestFactory
  List<DynamicTest> kernel_onGoldenPicture_equalsTorchvision() throws IOException {
    JsonNode root = new ObjectMapper().readTree(Golden.path("transforms.json").toFile());
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, JsonNode> image : root.get("images").properties()) {
      String input = image.getValue().get("input").textValue();
      for (Map.Entry<String, JsonNode> op : image.getValue().get("ops").properties()) {
        kernel(op)
            .ifPresent(
                kernel ->
                    tests.add(
                        DynamicTest.dynamicTest(
                            image.getKey() + " " + op.getKey(),
                            () -> compare(read(input), op.getValue(), kernel))));
      }
    }
    assertThat(tests).hasSizeGreaterThanOrEqualTo(30);
    return tests;
  }

  /** The set has more functions than are built, and crops that reach beyond the picture. */
  private static Optional<BiFunction<Picture, JsonNode, Picture>> kernel(
      Map.Entry<String, JsonNode> op) {
    String function = op.getValue().get("function").textValue();
    if (function.equals("crop") && !op.getKey().equals("crop")) {
      return Optional.empty();
    }
    return Optional.ofNullable(KERNELS.get(function));
  }

  private static void compare(
      Picture input, JsonNode op, BiFunction<Picture, JsonNode, Picture> kernel)
      throws IOException {
    Picture expected = read(op.get("pil").textValue());
    Picture actual = kernel.apply(input, op.get("params"));
    assertThat(actual.width()).isEqualTo(expected.width());
    assertThat(actual.rgb()).isEqualTo(expected.rgb());
  }

  private static Picture read(String relative) throws IOException {
    var image = ImageIO.read(Golden.path(relative).toFile());
    byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
    for (int i = 0; i < rgb.length; i++) {
      int pixel = i / 3;
      int value = image.getRGB(pixel % image.getWidth(), Math.floorDiv(pixel, image.getWidth()));
      rgb[i] = (byte) (value >> (8 * (2 - i % 3)));
    }
    return new Picture(image.getWidth(), image.getHeight(), rgb);
  }
}
