package org.graft4j.data;

import java.util.List;
import java.util.Locale;

/**
 * What a network expects of a picture: everything between the decoded pixels and the tensor.
 *
 * <p>Each value {@code p} in 0..255 becomes {@code (p / 255 - mean) / std} of its channel, in the
 * order of {@code channels}, as a tensor of shape {@code [batch, 3, height, width]}. Immutable.
 *
 * @param height rows, positive
 * @param width pixels per row, positive
 * @param resize the way to that size
 * @param channels {@code RGB} or {@code BGR}: what the first channel of the tensor is
 * @param mean one number a channel in the tensor's order, on the scale 0..1
 * @param std one positive number a channel, on the scale 0..1
 */
public record InputSpec(
    int height,
    int width,
    ResizeRule resize,
    ChannelOrder channels,
    List<Double> mean,
    List<Double> std) {

  /** The order of the three channels. */
  public enum ChannelOrder {
    RGB,
    BGR
  }

  public InputSpec {
    if (height <= 0 || width <= 0) {
      throw new IllegalArgumentException(
          "height and width must be positive, but were " + height + " and " + width);
    }
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.size() != 3 || std.size() != 3) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "mean and std must have one number for each of 3 channels, but were %s and %s",
              mean,
              std));
    }
    for (int c = 0; c < 3; c++) {
      if (!Double.isFinite(mean.get(c)) || !(std.get(c) > 0) || std.get(c).isInfinite()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "mean must be finite and std positive, but were %s and %s",
                mean,
                std));
      }
    }
  }

  /** ImageNet's usual preparation: shorter side 256, centre 224x224, RGB, its mean and std. */
  public static InputSpec imageNet() {
    return new InputSpec(
        224,
        224,
        new ResizeRule.ShorterSide(256),
        ChannelOrder.RGB,
        List.of(0.485, 0.456, 0.406),
        List.of(0.229, 0.224, 0.225));
  }

  /** Say {@code 224x224 RGB, shorter side 256 and the centre, mean [...], std [...]}. */
  @Override
  public String toString() {
    return width + "x" + height + " " + channels + ", " + resize + ", mean " + mean + ", std "
        + std;
  }
}
