package org.graft4j.augment.geometry;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.graft4j.data.Interpolation;
import org.graft4j.data.Picture;

/**
 * Resizing without antialiasing, by OpenCV: each pixel mixes the two (bicubic: four) nearest ones
 * of each direction, however far the picture shrinks. Pixels that no other lies near are lost.
 *
 * <p>Native memory is kept from one picture to the next, for asking for it takes as long as the
 * resizing: a thread keeps that of its last picture, unless it is large.
 */
final class PlainResize {
  private static final ThreadLocal<PlainResize> OF_THREAD =
      ThreadLocal.withInitial(PlainResize::new);

  /** Bytes of a picture that a thread may keep. */
  private static final int MOST_KEPT = 1 << 24;

  private final Mat from = new Mat();
  private final Mat to = new Mat();
  private final Size size = new Size();

  private PlainResize() {}

  /** The part of the picture that begins at x and y at another size; see {@code PictureResize}. */
  static Picture part(
      Picture picture,
      int x,
      int y,
      int width,
      int height,
      int newWidth,
      int newHeight,
      Interpolation interpolation) {
    PlainResize kept = OF_THREAD.get();
    kept.take(picture, x, y, width, height);
    opencv_imgproc.resize(
        kept.from,
        kept.to,
        kept.size.width(newWidth).height(newHeight),
        0,
        0,
        kernel(interpolation));
    return kept.give(newWidth, newHeight);
  }

  private void take(Picture picture, int x, int y, int width, int height) {
    from.create(height, width, opencv_core.CV_8UC3);
    BytePointer target = from.data();
    int stride = 3 * picture.width();
    if (width == picture.width()) {
      target.put(picture.rgb(), y * stride, height * stride);
    } else {
      for (int row = 0; row < height; row++) {
        target.position(3L * row * width).put(picture.rgb(), (y + row) * stride + 3 * x, 3 * width);
      }
    }
  }

  private Picture give(int width, int height) {
    byte[] out = new byte[3 * width * height];
    to.data().get(out);
    if (3L * from.rows() * from.cols() > MOST_KEPT) {
      from.release();
    }
    if (out.length > MOST_KEPT) {
      to.release();
    }
    return new Picture(width, height, out);
  }

  private static int kernel(Interpolation interpolation) {
    return switch (interpolation) {
      case BILINEAR -> opencv_imgproc.INTER_LINEAR;
      case BICUBIC -> opencv_imgproc.INTER_CUBIC;
    };
  }
}
