package org.graft4j.data;

import java.util.Iterator;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * PNG to RGB, straight from the specification. The JDK's reader is not used: it stops without an
 * error at some truncations and lets colour profiles decide what a grey value is.
 */
final class PngDecoder {
  /** Adam7: the first column and row of each pass and the steps between its columns and rows. */
  private static final int[][] PASSES = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private static final int[][] WHOLE = {{0, 0, 1, 1}};

  private final EncodedPicture data;
  private final PngChunks png;
  private final int width;
  private final int height;
  private final Inflater inflater = new Inflater();
  private final Iterator<PngChunks.Range> input;
  private final byte[] rgb;

  private PngDecoder(EncodedPicture data, PngChunks png) {
    this.data = data;
    this.png = png;
    this.width = png.width();
    this.height = png.height();
    this.input = png.imageData().iterator();
    this.rgb = new byte[3 * width * height];
  }

  static Picture decode(EncodedPicture data, PngChunks png) throws UnreadablePictureException {
    PngDecoder decoder = new PngDecoder(data, png);
    try {
      for (int[] pass : png.interlaced() ? PASSES : WHOLE) {
        decoder.pass(pass[0], pass[1], pass[2], pass[3]);
      }
    } finally {
      decoder.inflater.end();
    }
    return new Picture(decoder.width, decoder.height, decoder.rgb);
  }

  private void pass(int left, int top, int right, int down) throws UnreadablePictureException {
    if (left >= width || top >= height) {
      return;
    }
    int columns = (width - left + right - 1) / right;
    int pixelBits = png.channels() * png.bitDepth();
    int rowBytes = (int) (((long) columns * pixelBits + 7) / 8);
    int pixelBytes = Math.max(1, pixelBits / 8);
    // A pixel of zeros before each row saves the filters their left border.
    byte[] row = new byte[pixelBytes + rowBytes];
    byte[] above = new byte[pixelBytes + rowBytes];
    byte[] filter = new byte[1];
    for (int y = top; y < height; y += down) {
      inflate(filter, 0, 1);
      inflate(row, pixelBytes, rowBytes);
      unfilter(filter[0], row, above, pixelBytes);
      expand(row, pixelBytes, columns, 3 * (y * width + left), 3 * right);
      byte[] swap = above;
      above = row;
      row = swap;
    }
  }

  private void inflate(byte[] target, int from, int length) throws UnreadablePictureException {
    int at = from;
    int end = from + length;
    try {
      while (at < end) {
        int got = inflater.inflate(target, at, end - at);
        at += got;
        if (got > 0) {
          continue;
        }
        if (inflater.finished() || inflater.needsDictionary() || !input.hasNext()) {
          throw data.unreadable("truncated: the PNG's image data ends too early");
        }
        PngChunks.Range range = input.next();
        inflater.setInput(data.bytes(), range.from(), range.length());
      }
    } catch (DataFormatException e) {
      throw data.unreadable("damaged: the PNG's image data cannot be inflated");
    }
  }

  private void unfilter(int filter, byte[] row, byte[] above, int pixel)
      throws UnreadablePictureException {
    switch (filter) {
      case 0 -> {}
      case 1 -> {
        for (int i = pixel; i < row.length; i++) {
          row[i] += row[i - pixel];
        }
      }
      case 2 -> {
        for (int i = pixel; i < row.length; i++) {
          row[i] += above[i];
        }
      }
      case 3 -> {
        for (int i = pixel; i < row.length; i++) {
          row[i] += (byte) (((row[i - pixel] & 0xff) + (above[i] & 0xff)) >> 1);
        }
      }
      case 4 -> {
        for (int i = pixel; i < row.length; i++) {
          row[i] += (byte) paeth(row[i - pixel] & 0xff, above[i] & 0xff, above[i - pixel] & 0xff);
        }
      }
      default -> throw data.unreadable("damaged: the PNG names a filter " + (filter & 0xff));
    }
  }

  private static int paeth(int left, int above, int aboveLeft) {
    int estimate = left + above - aboveLeft;
    int toLeft = Math.abs(estimate - left);
    int toAbove = Math.abs(estimate - above);
    int toAboveLeft = Math.abs(estimate - aboveLeft);
    if (toLeft <= toAbove && toLeft <= toAboveLeft) {
      return left;
    }
    return toAbove <= toAboveLeft ? above : aboveLeft;
  }

  private void expand(byte[] row, int first, int columns, int to, int step)
      throws UnreadablePictureException {
    if (png.isPalette()) {
      expandPalette(row, first, columns, to, step);
    } else if (png.isGrey()) {
      expandGrey(row, first, columns, to, step);
    } else {
      int sampleBytes = png.bitDepth() / 8;
      int pixelBytes = png.channels() * sampleBytes;
      for (int x = 0, from = first, at = to; x < columns; x++, from += pixelBytes, at += step) {
        rgb[at] = row[from];
        rgb[at + 1] = row[from + sampleBytes];
        rgb[at + 2] = row[from + 2 * sampleBytes];
      }
    }
  }

  private void expandGrey(byte[] row, int first, int columns, int to, int step) {
    int depth = png.bitDepth();
    int pixelBytes = png.channels() * depth / 8;
    int scale = depth < 8 ? 255 / ((1 << depth) - 1) : 1;
    for (int x = 0, at = to; x < columns; x++, at += step) {
      byte value =
          depth < 8 ? (byte) (scale * packed(row, first, x, depth)) : row[first + x * pixelBytes];
      rgb[at] = value;
      rgb[at + 1] = value;
      rgb[at + 2] = value;
    }
  }

  private void expandPalette(byte[] row, int first, int columns, int to, int step)
      throws UnreadablePictureException {
    byte[] palette = png.palette();
    for (int x = 0, at = to; x < columns; x++, at += step) {
      int colour = packed(row, first, x, png.bitDepth());
      if (3 * colour + 2 >= palette.length) {
        throw data.unreadable("damaged: colour %d of a palette of %d", colour, palette.length / 3);
      }
      System.arraycopy(palette, 3 * colour, rgb, at, 3);
    }
  }

  /** Sample {@code x} of a row of samples of 1, 2, 4 or 8 bits, high bits first. */
  private static int packed(byte[] row, int first, int x, int depth) {
    long bit = (long) x * depth;
    int shift = 8 - depth - (int) (bit & 7);
    return (row[first + (int) (bit >> 3)] & 0xff) >> shift & ((1 << depth) - 1);
  }
}
