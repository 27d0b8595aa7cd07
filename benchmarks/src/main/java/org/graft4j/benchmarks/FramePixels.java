package org.graft4j.benchmarks;

import java.nio.ByteBuffer;
import org.bytedeco.javacv.Frame;
import org.datavec.image.data.ImageWritable;

/** A finished result of DataVec's: what a transform gives may be a view of what went in. */
final class FramePixels {
  private FramePixels() {}

  /** All pixels, row by row, in an array of their own. */
  static byte[] of(ImageWritable image) {
    Frame frame = image.getFrame();
    ByteBuffer pixels = (ByteBuffer) frame.image[0];
    int length = frame.imageWidth * frame.imageChannels;
    byte[] copy = new byte[length * frame.imageHeight];
    for (int y = 0; y < frame.imageHeight; y++) {
      pixels.get(y * frame.imageStride, copy, y * length, length);
    }
    return copy;
  }
}
