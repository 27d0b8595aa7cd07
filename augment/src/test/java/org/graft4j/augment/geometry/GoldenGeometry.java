package org.graft4j.augment.geometry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.graft4j.augment.Fill;
import org.graft4j.augment.Sampling;

/** torchvision's parameters in a golden file, as ours. */
final class GoldenGeometry {
  private GoldenGeometry() {}

  static Sampling sampling(JsonNode operation) {
    String name = operation.at("/params/interpolation").textValue();
    return Sampling.valueOf(name.toUpperCase(Locale.ROOT));
  }

  static Fill fill(JsonNode operation) {
    JsonNode fill = operation.at("/params/fill");
    return fill.isArray()
        ? new Fill(fill.get(0).intValue(), fill.get(1).intValue(), fill.get(2).intValue())
        : Fill.BLACK;
  }

  static Border border(JsonNode params) {
    return Border.valueOf(params.path("padding_mode").asText("constant").toUpperCase(Locale.ROOT));
  }

  static Warp rotation(JsonNode params, int width, int height) {
    double degrees = params.get("angle").doubleValue();
    JsonNode centre = params.get("center");
    if (centre != null) {
      Mapping turn =
          Mapping.rotation(degrees, centre.get(0).doubleValue(), centre.get(1).doubleValue());
      return new Warp(turn, width, height);
    }
    boolean expand = params.path("expand").booleanValue();
    return new Rotate.Turn(degrees, Sampling.NEAREST, Fill.BLACK, expand).warp(width, height);
  }

  static Warp affine(JsonNode params, int width, int height) {
    return new Affine.Change(
            -params.get("angle").doubleValue(),
            params.get("translate").get(0).doubleValue() / width,
            params.get("translate").get(1).doubleValue() / height,
            params.get("scale").doubleValue(),
            params.get("shear").get(0).doubleValue(),
            params.get("shear").get(1).doubleValue(),
            Sampling.NEAREST,
            Fill.BLACK)
        .warp(width, height);
  }

  static Warp perspective(JsonNode params, int width, int height) {
    Mapping mapping = Homography.of(points(params, "startpoints"), points(params, "endpoints"));
    return new Warp(mapping, width, height);
  }

  private static double[] points(JsonNode params, String name) {
    return params
        .get(name)
        .valueStream()
        .flatMap(JsonNode::valueStream)
        .mapToDouble(JsonNode::doubleValue)
        .toArray();
  }

  static Window crop(JsonNode params) {
    return new Window(
        params.get("left").intValue(),
        params.get("top").intValue(),
        params.get("width").intValue(),
        params.get("height").intValue(),
        Border.CONSTANT);
  }

  static Window pad(JsonNode params, int width, int height, Border border) {
    JsonNode p = params.get("padding");
    return Pad.around(
        p.get(0).intValue(),
        p.get(1).intValue(),
        p.get(2).intValue(),
        p.get(3).intValue(),
        width,
        height,
        border);
  }
}
