package org.graft4j.data;

/**
 * The way from a decoded picture of any size to a network's input: resize, centre crop and
 * normalisation by an {@link InputSpec}, equal to torchvision's {@code Resize}, {@code CenterCrop},
 * {@code ToTensor} and {@code Normalize} on a Pillow picture. Immutable and thread-safe.
 */
public final class PicturePreparation {
  private final InputSpec spec;

  /** 256 normalised values a channel: one for each byte, in the order of the tensor's channels. */
  private final float[][] normalised;

  private PicturePreparation(InputSpec spec) {
    this.spec = spec;
    this.normalised = new float[spec.depth()][256];
    for (int c = 0; c < spec.depth(); c++) {
      float mean = spec.mean().get(c).floatValue();
      float std = spec.std().get(c).floatValue();
      for (int p = 0; p < 256; p++) {
        normalised[c][p] = (p / 255f - mean) / std;
      }
    }
  }

  /**
   * The preparation that a network's input spec asks for.
   *
   * @throws IllegalArgumentException if its channels are not those of a picture
   */
  public static PicturePreparation of(InputSpec spec) {
    if (spec.channels() == InputSpec.ChannelOrder.OTHER) {
      throw new IllegalArgumentException(
          "channels must be RGB, BGR or GREY for pictures, but were OTHER, "
              + spec.depth()
              + " of them: train it with TrainingLoop on a BatchSource of your own");
    }
    return new PicturePreparation(spec);
  }

  /** What it prepares for. */
  public InputSpec spec() {
    return spec;
  }

  /** Numbers that one prepared picture takes: {@code depth * height * width}. */
  public int length() {
    return spec.depth() * spec.height() * spec.width();
  }

  /**
   * The picture resized by the spec's rule and cut to its size, before normalisation. Where the
   * resized picture is smaller than the spec's size, it is set in the middle of black.
   */
  public Picture fit(Picture picture) {
    return Fit.of(spec, picture.width(), picture.height()).picture(picture, spec);
  }

  /**
   * The mask of a picture, fitted as {@link #fit(Picture)} fits the picture: by nearest pixels, and
   * with the ignored label around it where the picture is set in black.
   */
  public Mask fit(Mask mask) {
    return Fit.of(spec, mask.width(), mask.height()).mask(mask, spec);
  }

  /**
   * Fits the picture and writes its normalised values: channel by channel in the spec's order, each
   * row by row.
   *
   * @param target written from {@code offset} to {@code offset + length()}
   */
  public void write(Picture picture, float[] target, int offset) {
    if (offset < 0 || offset > target.length - length()) {
      throw new IllegalArgumentException(
          "offset must leave room for "
              + length()
              + " values in "
              + target.length
              + ", but was "
              + offset);
    }
    writeFitted(fit(picture), target, offset);
  }

  /** The values of a picture that has the spec's size already. */
  void writeFitted(Picture fitted, float[] target, int offset) {
    byte[] rgb = fitted.rgb();
    int plane = spec.height() * spec.width();
    if (spec.channels() == InputSpec.ChannelOrder.GREY) {
      for (int i = 0; i < plane; i++) {
        target[offset + i] = normalised[0][grey(rgb, 3 * i)];
      }
      return;
    }
    for (int c = 0; c < 3; c++) {
      int channel = spec.channels() == InputSpec.ChannelOrder.RGB ? c : 2 - c;
      float[] values = normalised[c];
      int to = offset + c * plane;
      for (int i = 0; i < plane; i++) {
        target[to + i] = values[rgb[3 * i + channel] & 0xff];
      }
    }
  }

  /** Pillow's conversion to mode L. */
  private static int grey(byte[] rgb, int at) {
    int red = 19595 * (rgb[at] & 0xff);
    int green = 38470 * (rgb[at + 1] & 0xff);
    int blue = 7471 * (rgb[at + 2] & 0xff);
    return (red + green + blue + 0x8000) >> 16;
  }
}
