package org.graft4j.data;

/**
 * The colour conversions of JPEG, in the fixed-point arithmetic of the Independent JPEG Group's
 * library ({@code jdcolor.c}) and of Pillow, so that they agree to the bit.
 */
final class JpegColours {
  private static final int SCALE_BITS = 16;
  private static final int HALF = 1 << (SCALE_BITS - 1);
  private static final int CR_TO_RED = fixed(1.40200);
  private static final int CB_TO_BLUE = fixed(1.77200);
  private static final int CR_TO_GREEN = fixed(0.71414);
  private static final int CB_TO_GREEN = fixed(0.34414);

  private JpegColours() {}

  private static int fixed(double x) {
    return (int) (x * (1 << SCALE_BITS) + 0.5);
  }

  /** Converts in place the first three of every {@code stride} samples. */
  static void yccToRgb(byte[] samples, int stride) {
    for (int i = 0; i < samples.length; i += stride) {
      int y = samples[i] & 0xff;
      int cb = (samples[i + 1] & 0xff) - 128;
      int cr = (samples[i + 2] & 0xff) - 128;
      samples[i] = clamp(y + ((CR_TO_RED * cr + HALF) >> SCALE_BITS));
      samples[i + 1] = clamp(y + ((-CB_TO_GREEN * cb - CR_TO_GREEN * cr + HALF) >> SCALE_BITS));
      samples[i + 2] = clamp(y + ((CB_TO_BLUE * cb + HALF) >> SCALE_BITS));
    }
  }

  static byte[] greyToRgb(byte[] grey) {
    byte[] rgb = new byte[3 * grey.length];
    for (int i = 0; i < grey.length; i++) {
      rgb[3 * i] = grey[i];
      rgb[3 * i + 1] = grey[i];
      rgb[3 * i + 2] = grey[i];
    }
    return rgb;
  }

  /** Inks stored as 255 minus their amount, as Adobe's programs do and Pillow takes for granted. */
  static byte[] invertedCmykToRgb(byte[] cmyk) {
    byte[] rgb = new byte[cmyk.length / 4 * 3];
    for (int i = 0, o = 0; i < cmyk.length; i += 4) {
      int k = cmyk[i + 3] & 0xff;
      rgb[o++] = (byte) product(cmyk[i] & 0xff, k);
      rgb[o++] = (byte) product(cmyk[i + 1] & 0xff, k);
      rgb[o++] = (byte) product(cmyk[i + 2] & 0xff, k);
    }
    return rgb;
  }

  /** As {@link #invertedCmykToRgb}, for inks that are themselves stored the right way round. */
  static byte[] rgbkToRgb(byte[] rgbk) {
    for (int i = 0; i < rgbk.length; i += 4) {
      for (int c = 0; c < 3; c++) {
        rgbk[i + c] = (byte) (255 - (rgbk[i + c] & 0xff));
      }
    }
    return invertedCmykToRgb(rgbk);
  }

  /** {@code a * b / 255}, rounded. */
  private static int product(int a, int b) {
    int t = a * b + 128;
    return ((t >> 8) + t) >> 8;
  }

  private static byte clamp(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }
}
