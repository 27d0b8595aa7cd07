package org.graft4j.augment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import org.graft4j.data.Mask;
import org.graft4j.data.Picture;
import org.graft4j.testing.Golden;
import org.junit.jupiter.api.DynamicTest;

/** torchvision's transforms of Pillow pictures, to hold kernels against. */
public final class GoldenTransforms {

  /** What a function of torchvision does to a picture. */
  public interface Kernel {
    /**
     * Applies it.
     *
     * @param operation the golden file's entry: params, and what it says beside them
     */
    Picture apply(Picture picture, JsonNode operation);
  }

  private GoldenTransforms() {}

  /**
   * A test for each golden picture of these functions: not a bit of difference.
   *
   * @param kernels by torchvision's names of the functions
   */
  public static List<DynamicTest> equal(Map<String, Kernel> kernels) throws IOException {
    return equal(kernels, operation -> true);
  }

  /** The same for those of the functions' entries that are wanted. */
  public static List<DynamicTest> equal(Map<String, Kernel> kernels, Predicate<JsonNode> wanted)
      throws IOException {
    JsonNode root = root();
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, JsonNode> image : root.get("images").properties()) {
      String input = image.getValue().get("input").textValue();
      for (Map.Entry<String, JsonNode> entry : image.getValue().get("ops").properties()) {
        JsonNode operation = entry.getValue();
        Kernel kernel = kernels.get(operation.get("function").textValue());
        if (kernel != null && wanted.test(operation)) {
          tests.add(
              DynamicTest.dynamicTest(
                  image.getKey() + " " + entry.getKey(),
                  () -> compare(read(input), operation, kernel)));
        }
      }
    }
    assertThat(tests).hasSizeGreaterThanOrEqualTo(3 * kernels.size());
    return tests;
  }

  /** All entries of these functions. */
  public static List<JsonNode> operations(String... functions) throws IOException {
    return root()
        .get("images")
        .valueStream()
        .flatMap(image -> image.get("ops").valueStream())
        .filter(op -> List.of(functions).contains(op.get("function").textValue()))
        .toList();
  }

  /** The golden file. */
  public static JsonNode root() throws IOException {
    return new ObjectMapper().readTree(Golden.path("transforms.json").toFile());
  }

  private static void compare(Picture input, JsonNode operation, Kernel kernel) throws IOException {
    Picture expected = read(operation.get("pil").textValue());
    Picture actual = kernel.apply(input, operation);
    assertThat(actual.width()).isEqualTo(expected.width());
    assertThat(actual.rgb()).isEqualTo(expected.rgb());
  }

  /** A mask of the golden set. */
  public static Mask readMask(String relative, int ignored) throws IOException {
    var raster = ImageIO.read(Golden.path(relative).toFile()).getRaster();
    int[] values = raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (int[]) null);
    byte[] classes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      classes[i] = (byte) values[i];
    }
    return new Mask(raster.getWidth(), raster.getHeight(), classes, ignored);
  }

  /** A picture of the golden set, which ImageIO reads as Pillow does. */
  public static Picture read(String relative) throws IOException {
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
