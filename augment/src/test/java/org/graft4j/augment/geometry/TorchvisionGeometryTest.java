package org.graft4j.augment.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.graft4j.augment.geometry.GoldenGeometry.affine;
import static org.graft4j.augment.geometry.GoldenGeometry.border;
import static org.graft4j.augment.geometry.GoldenGeometry.fill;
import static org.graft4j.augment.geometry.GoldenGeometry.perspective;
import static org.graft4j.augment.geometry.GoldenGeometry.rotation;
import static org.graft4j.augment.geometry.GoldenGeometry.sampling;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.graft4j.augment.Fill;
import org.graft4j.augment.GoldenTransforms;
import org.graft4j.augment.GoldenTransforms.Kernel;
import org.graft4j.augment.Range;
import org.graft4j.augment.Sampling;
import org.graft4j.augment.Transform;
import org.graft4j.data.Interpolation;
import org.graft4j.data.Mask;
import org.graft4j.data.MaskResize;
import org.graft4j.data.Picture;
import org.graft4j.data.PictureResize;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Tolerance 0: the kernels are Pillow's, to the last bit of a coordinate. */
class TorchvisionGeometryTest {

  @TestFactory
  List<DynamicTest> kernel_onGoldenPicture_equalsTorchvision() throws IOException {
    return GoldenTransforms.equal(
        Map.ofEntries(
            Map.entry("horizontal_flip", (picture, op) -> drawn(new HorizontalFlip(1), picture)),
            Map.entry("vertical_flip", (picture, op) -> drawn(new VerticalFlip(1), picture)),
            Map.entry(
                "rotate",
                (picture, op) ->
                    rotation(op.get("params"), picture.width(), picture.height())
                        .picture(picture, sampling(op), fill(op))),
            Map.entry(
                "affine",
                (picture, op) ->
                    affine(op.get("params"), picture.width(), picture.height())
                        .picture(picture, sampling(op), fill(op))),
            Map.entry(
                "perspective",
                (picture, op) ->
                    perspective(op.get("params"), picture.width(), picture.height())
                        .picture(picture, sampling(op), fill(op))),
            Map.entry("crop", TorchvisionGeometryTest::crop),
            Map.entry("center_crop", TorchvisionGeometryTest::centerCrop),
            Map.entry("pad", TorchvisionGeometryTest::pad)));
  }

  @TestFactory
  List<DynamicTest> resize_onGoldenPicture_equalsTorchvision() throws IOException {
    return GoldenTransforms.equal(
        Map.of(
            "resize", TorchvisionGeometryTest::resize,
            "resized_crop", TorchvisionGeometryTest::resizedCrop));
  }

  @TestFactory
  List<DynamicTest> autoAugment_onGoldenPicture_equalsTorchvision() throws IOException {
    Kernel kernel =
        (picture, op) -> {
          Range magnitude = Range.of(op.at("/params/magnitude").doubleValue());
          Range none = Range.of(0);
          return drawn(
              switch (op.at("/params/op").textValue()) {
                case "ShearX" -> new Shear(magnitude, none);
                case "ShearY" -> new Shear(none, magnitude);
                case "TranslateX" ->
                    new Translate(Range.of(magnitude.low() / picture.width()), none);
                case "TranslateY" ->
                    new Translate(none, Range.of(magnitude.low() / picture.height()));
                default -> new Rotate(magnitude);
              },
              picture);
        };
    List<String> moving = List.of("ShearX", "ShearY", "TranslateX", "TranslateY", "Rotate");
    return GoldenTransforms.equal(
        Map.of("autoaugment_op", kernel), op -> moving.contains(op.at("/params/op").asText()));
  }

  /** What maps a result's points to the picture's is torchvision's own up to rounding. */
  @Test
  void mapping_ofGoldenParameters_isTorchvisions() throws IOException {
    List<JsonNode> operations = GoldenTransforms.operations("affine", "perspective");
    assertThat(operations).hasSize(36);
    for (JsonNode op : operations) {
      JsonNode shape = op.get("shape_hwc");
      int width = shape.get(1).intValue();
      int height = shape.get(0).intValue();
      JsonNode params = op.get("params");
      if (op.has("coefficients")) {
        Mapping m = perspective(params, width, height).mapping();
        assertThat(Stream.of(m.a(), m.b(), m.c(), m.d(), m.e(), m.f(), m.g(), m.h()).toList())
            .isEqualTo(numbers(op.get("coefficients")));
      } else {
        Mapping m = affine(params, width, height).mapping();
        List<Double> expected = numbers(op.get("pil_inverse_matrix"));
        List<Double> actual = List.of(m.a(), m.b(), m.c(), m.d(), m.e(), m.f());
        for (int i = 0; i < 6; i++) {
          assertThat(actual.get(i)).isCloseTo(expected.get(i), Offset.offset(1e-13));
        }
      }
    }
  }

  private static List<Double> numbers(JsonNode array) {
    return array.valueStream().map(JsonNode::doubleValue).toList();
  }

  private static Picture drawn(Transform transform, Picture picture) {
    return transform.apply(picture, Seed.of(1).stream("x"));
  }

  private static Picture crop(Picture picture, JsonNode op) {
    return GoldenGeometry.crop(op.get("params")).picture(picture, Fill.BLACK);
  }

  private static Picture centerCrop(Picture picture, JsonNode op) {
    JsonNode size = op.at("/params/output_size");
    return drawn(
        new CenterCrop(size.get(1).intValue(), size.get(0).intValue(), Fill.BLACK), picture);
  }

  private static Picture pad(Picture picture, JsonNode op) {
    JsonNode params = op.get("params");
    return GoldenGeometry.pad(params, picture.width(), picture.height(), border(params))
        .picture(picture, Fill.BLACK);
  }

  private static Picture resize(Picture picture, JsonNode op) {
    JsonNode size = op.at("/params/size");
    return drawn(
        new Resize(
            size.get(1).intValue(),
            size.get(0).intValue(),
            Interpolation.valueOf(
                op.at("/params/interpolation").textValue().toUpperCase(Locale.ROOT))),
        picture);
  }

  /** Only masks are resized by nearest pixels: each channel is taken for one. */
  private static Picture resizedCrop(Picture picture, JsonNode op) {
    JsonNode p = op.get("params");
    int left = p.get("left").intValue();
    int top = p.get("top").intValue();
    int width = p.get("width").intValue();
    int height = p.get("height").intValue();
    int newWidth = p.get("size").get(1).intValue();
    int newHeight = p.get("size").get(0).intValue();
    if (sampling(op) == Sampling.BILINEAR) {
      return PictureResize.part(
          picture, left, top, width, height, newWidth, newHeight, Interpolation.BILINEAR);
    }
    byte[] rgb = new byte[3 * newWidth * newHeight];
    for (int channel = 0; channel < 3; channel++) {
      byte[] plane = new byte[picture.width() * picture.height()];
      for (int i = 0; i < plane.length; i++) {
        plane[i] = picture.rgb()[3 * i + channel];
      }
      Mask mask = new Mask(picture.width(), picture.height(), plane, 0);
      byte[] resized =
          MaskResize.part(mask, left, top, width, height, newWidth, newHeight).classes();
      for (int i = 0; i < resized.length; i++) {
        rgb[3 * i + channel] = resized[i];
      }
    }
    return new Picture(newWidth, newHeight, rgb);
  }
}
