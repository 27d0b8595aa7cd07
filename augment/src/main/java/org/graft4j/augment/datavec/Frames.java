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
    ByteBuffer pixels = (ByteBuffer) frame.image[0];
    byte[] rgb = new byte[3 * frame.imageWidth * frame.imageHeight];
    int to = 0;
    for (int y = 0; y < frame.imageHeight; y++) {
      for (int x = 0; x < frame.imageWidth; x++, to += 3) {
        int from = y * frame.imageStride + x * channels;
        rgb[to] = pixels.get(from + channels - 1);
        rgb[to + 1] = pixels.get(from + channels / 2);
        rgb[to + 2] = pixels.get(from);
      }
    }
    return new Picture(frame.imageWidth, frame.imageHeight, rgb);
  }

  /**
   * A copy.
   *
   * @param channels 3, or 1 for the green channel alone, which is all there is to a grey picture
   */
  static Frame frame(Picture picture, int channels) {
    Frame frame = new Frame(picture.width(), picture.height(), Frame.DEPTH_UBYTE, channels);
    ByteBuffer pixels = (ByteBuffer) frame.image[0];
    byte[] rgb = picture.rgb();
    int from = 0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++, from += 3) {
        int to = y * frame.imageStride + x * channels;
        for (int c = 0; c < channels; c++) {
          pixels.put(to + c, rgb[from + (channels == 1 ? 1 : 2 - c)]);
        }
      }
    }
    return frame;
  }
}
