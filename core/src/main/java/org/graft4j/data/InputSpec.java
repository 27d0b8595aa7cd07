package org.graft4j.data;

import java.util.List;
import java.util.Locale;

/**
 * What a network expects of a picture: everything between the decoded pixels and the tensor.
 *
 * <p>Each value {@code p} in 0..255 becomes {@code (p / 255 - mean) / std} of its channel, in the
 * order of {@code channels}, as a tensor of shape {@code [batch, depth, height, width]}. Immutable.
 *
 * @param height rows, positive
 * @param width pixels per row, positive
 * @param resize the way to that size
 * @param interpolation how that way resamples
 * @param channels what the channels of the tensor are
 * @param mean one number a channel in the tensor's order, on the scale 0..1
 * @param std one positive number a channel, on the scale 0..1
 */
public record InputSpec(
    int height,
    int width,
    ResizeRule resize,
    Interpolation interpolation,
    ChannelOrder channels,
    List<Double> mean,
    List<Double> std) {

  /** What the channels of a tensor are, in their order. */
  public enum ChannelOrder {
    /** Red, green, blue. */
    RGB,
    /** Blue, green, red, as OpenCV and Caffe have them. */
    BGR,
    /** One channel: Pillow's mode L of the fitted picture, 0.299 R + 0.587 G + 0.114 B. */
    GREY,
    /**
     * Anything else, of any number (spectral bands, two views, an empty picture's mask): no picture
     * file gives them, the caller's own {@link BatchSource} does.
     */
    OTHER;

    private boolean allows(int depth) {
      return switch (this) {
        case RGB, BGR -> depth == 3;
        case GREY -> depth == 1;
        case OTHER -> depth >= 1;
      };
    }
  }

  public InputSpec {
    if (height <= 0 || width <= 0) {
      throw new IllegalArgumentException(
          "height and width must be positive, but were " + height + " and " + width);
    }
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.size() != std.size() || !channels.allows(mean.size())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "mean and std must have one number for each channel of %s, but were %s and %s",
              channels,
              mean,
              std));
    }
    for (int c = 0; c < mean.size(); c++) {
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

  /** With bilinear interpolation. */
  public InputSpec(
      int height,
      int width,
      ResizeRule resize,
      ChannelOrder channels,
      List<Double> mean,
      List<Double> std) {
    this(height, width, resize, Interpolation.BILINEAR, channels, mean, std);
  }

  /** ImageNet's usual preparation: shorter side 256, centre 224x224, RGB, its mean and std. */
  public static InputSpec imageNet() {
    return imageNet(256, 224, Interpolation.BILINEAR);
  }

  /**
   * ImageNet's mean and std for RGB, at another size.
   *
   * @param shorterSide what the shorter side of a picture becomes before the centre is cut out
   * @param size of the square that is cut out
   */
  public static InputSpec imageNet(int shorterSide, int size, Interpolation interpolation) {
    return new InputSpec(
        size,
        size,
        new ResizeRule.ShorterSide(shorterSide),
        interpolation,
        ChannelOrder.RGB,
        List.of(0.485, 0.456, 0.406),
        List.of(0.229, 0.224, 0.225));
  }

  /** Number of channels. */
  public int depth() {
    return mean.size();
  }

  /**
   * The same at another size, for a network that takes any; the rest of the picture around the
   * centre is cut off in the same proportion.
   *
   * @param newHeight rows, positive
   * @param newWidth pixels per row, positive
   */
  public InputSpec withSize(int newHeight, int newWidth) {
    ResizeRule rule = resize;
    if (resize instanceof ResizeRule.ShorterSide shorter) {
      double scale = Math.min(newHeight, newWidth) / (double) Math.min(height, width);
      rule = new ResizeRule.ShorterSide((int) Math.max(1, Math.round(shorter.size() * scale)));
    }
    return new InputSpec(newHeight, newWidth, rule, interpolation, channels, mean, std);
  }

  /** The same with other channels. */
  public InputSpec withChannels(
      ChannelOrder newChannels, List<Double> newMean, List<Double> newStd) {
    return new InputSpec(height, width, resize, interpolation, newChannels, newMean, newStd);
  }

  /** Say {@code 224x224 RGB, shorter side 256 and the centre, mean [...], std [...]}. */
  @Override
  public String toString() {
    // Cached features are found by this text: what was there before interpolation stays as it was.
    String resampled =
        interpolation == Interpolation.BILINEAR
            ? ""
            : ", " + interpolation.name().toLowerCase(Locale.ROOT);
    return width + "x" + height + " " + channels + ", " + resize + resampled + ", mean " + mean
        + ", std " + std;
  }
}
