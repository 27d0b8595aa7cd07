package org.graft4j.augment.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.graft4j.augment.Fill;
import org.graft4j.augment.GoldenTransforms;
import org.graft4j.data.Mask;
import org.graft4j.data.Picture;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Pictures and their masks moved together, as torchvision moves them. The golden set's are tensors:
 * their coordinates are computed in single precision, so that a pixel whose point lies on an edge
 * may go the other way, as one does; and their bilinear pictures are not Pillow's, so that only
 * those are compared that copy pixels. Their resized masks are left out: those go by corners in
 * place of centres, and ours are Pillow's.
 */
class JointMaskTest {
  /** Where one pixel goes the other way. */
  private static final Set<String> ON_AN_EDGE = Set.of("photo_64x48 perspective");

  @TestFactory
  List<DynamicTest> mask_movedWithItsPicture_equalsTorchvision() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, JsonNode> image : GoldenTransforms.root().get("joint").properties()) {
      String input = image.getValue().get("mask").textValue();
      for (Map.Entry<String, JsonNode> entry : image.getValue().get("ops").properties()) {
        JsonNode op = entry.getValue();
        Function<Mask, Mask> kernel = kernel(entry.getKey(), op.get("params"));
        for (String fill : List.of("mask", "mask_fill_255")) {
          if (kernel != null && op.has(fill)) {
            String name = image.getKey() + " " + entry.getKey();
            int ignored = fill.equals("mask") ? 0 : Mask.IGNORED;
            String expected = op.get(fill).textValue();
            tests.add(
                DynamicTest.dynamicTest(
                    name + " " + fill,
                    () ->
                        compare(
                            kernel.apply(GoldenTransforms.readMask(input, ignored)),
                            GoldenTransforms.readMask(expected, ignored),
                            ON_AN_EDGE.contains(name) ? 1 : 0)));
          }
        }
      }
    }
    assertThat(tests).hasSize(22);
    return tests;
  }

  private static void compare(Mask actual, Mask expected, int differences) {
    assertThat(actual.width()).isEqualTo(expected.width());
    assertThat(actual.height()).isEqualTo(expected.height());
    int different = 0;
    for (int i = 0; i < expected.classes().length; i++) {
      different += actual.classes()[i] == expected.classes()[i] ? 0 : 1;
    }
    assertThat(different).isEqualTo(differences);
  }

  @TestFactory
  List<DynamicTest> picture_ofTheSameMove_equalsTorchvision() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, JsonNode> image : GoldenTransforms.root().get("joint").properties()) {
      String input = image.getValue().get("input").textValue();
      for (String name : List.of("hflip", "crop", "pad_constant")) {
        JsonNode op = image.getValue().get("ops").get(name);
        tests.add(
            DynamicTest.dynamicTest(
                image.getKey() + " " + name,
                () ->
                    assertThat(moved(name, op, GoldenTransforms.read(input)).rgb())
                        .isEqualTo(GoldenTransforms.read(op.get("image").textValue()).rgb())));
      }
    }
    assertThat(tests).hasSize(6);
    return tests;
  }

  private static Picture moved(String name, JsonNode op, Picture picture) {
    JsonNode params = op.get("params");
    return switch (name) {
      case "hflip" -> new HorizontalFlip.Flip().apply(picture);
      case "crop" -> GoldenGeometry.crop(params).picture(picture, Fill.BLACK);
      case "pad_constant" ->
          GoldenGeometry.pad(params, picture.width(), picture.height(), Border.CONSTANT)
              .picture(picture, Fill.BLACK);
      default -> throw new AssertionError(name);
    };
  }

  private static Function<Mask, Mask> kernel(String name, JsonNode params) {
    return switch (name) {
      case "hflip" -> new HorizontalFlip.Flip()::apply;
      case "rotate", "rotate_expand" ->
          mask -> GoldenGeometry.rotation(params, mask.width(), mask.height()).mask(mask);
      case "affine" ->
          mask -> GoldenGeometry.affine(params, mask.width(), mask.height()).mask(mask);
      case "perspective" ->
          mask -> GoldenGeometry.perspective(params, mask.width(), mask.height()).mask(mask);
      case "crop" -> GoldenGeometry.crop(params)::mask;
      case "pad_constant" ->
          mask ->
              GoldenGeometry.pad(params, mask.width(), mask.height(), Border.CONSTANT).mask(mask);
      default -> null;
    };
  }
}
