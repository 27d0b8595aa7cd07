package org.graft4j.augment.datavec;

import java.nio.ByteBuffer;
import org.bytedeco.javacv.Frame;
import org.graft4j.data.Picture;

/** Copies between DataVec's frames (rows with a stride, blue first) and pictures. */
final class Frames {
  private Frames() {}

  /** A copy; one channel becomes three equal ones. */
  static Picture picture(Frame frame) {
    int channels = frame.imageChannels;
    if (frame.imageDepth != Frame.DEPTH_UBYTE || (channels != 1 && channels != 3)) {
      throw new IllegalArgumentException(
          "a frame must have 1 or 3 channels of 8 bits without sign, but had "
              + channels
              + " channels of depth "
              + frame.imageDepth);
    }
    int width = frame.imageWidth;
    int height = frame.imageHeight;
    ByteBuffer pixels = (ByteBuffer) frame.image[0];
    byte[] rgb = new byte[3 * width * height];
    byte[] row = new byte[channels * width];
    for (int y = 0; y < height; y++) {
      // A whole row at once: the buffer checks its bounds with every call.
      pixels.get(y * frame.imageStride, row, 0, row.length);
      if (channels == 3) {
        exchange(row, 0, rgb, 3 * width * y, row.length);
      } else {
        spread(row, rgb, 3 * width * y);
      }
    }
    return new Picture(width, height, rgb);
  }

  /**
   * A copy.
   *
   * @param channels 3, or 1 for the green channel alone, which is all there is to a grey picture
   */
  static Frame frame(Picture picture, int channels) {
    int width = picture.width();
    Frame frame = new Frame(width, picture.height(), Frame.DEPTH_UBYTE, channels);
    ByteBuffer pixels = (ByteBuffer) frame.image[0];
    byte[] row = new byte[channels * width];
    for (int y = 0; y < picture.height(); y++) {
      int from = 3 * width * y;
      if (channels == 3) {
        exchange(picture.rgb(), from, row, 0, row.length);
      } else {
        greens(picture.rgb(), from, row);
      }
      pixels.put(y * frame.imageStride, row, 0, row.length);
    }
    return frame;
  }

  /** Red first becomes blue first, and the other way round. */
  private static void exchange(byte[] from, int start, byte[] to, int target, int length) {
    for (int i = 0; i < length; i += 3) {
      to[target + i] = from[start + i + 2];
      to[target + i + 1] = from[start + i + 1];
      to[target + i + 2] = from[start + i];
    }
  }

  private static void spread(byte[] row, byte[] rgb, int target) {
    for (int x = 0; x < row.length; x++) {
      rgb[target + 3 * x] = row[x];
      rgb[target + 3 * x + 1] = row[x];
      rgb[target + 3 * x + 2] = row[x];
    }
  }

  private static void greens(byte[] rgb, int start, byte[] row) {
    for (int x = 0; x < row.length; x++) {
      row[x] = rgb[start + 3 * x + 1];
    }
  }
}
