package org.graft4j.data;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** WebP to RGB by OpenCV, which has libwebp in it. */
final class WebpDecoder {
  private WebpDecoder() {}

  static Picture decode(EncodedPicture data, WebpContainer container)
      throws UnreadablePictureException {
    byte[] bare = container.bare(data);
    try (BytePointer pointer = new BytePointer(bare);
        Mat encoded = new Mat(pointer);
        Mat decoded =
            opencv_imgcodecs.imdecode(
                encoded,
                opencv_imgcodecs.IMREAD_COLOR | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION)) {
      boolean asDeclared =
          decoded.cols() == container.width() && decoded.rows() == container.height();
      if (decoded.empty() || decoded.channels() != 3 || !asDeclared) {
        throw data.unreadable("the WebP data is damaged, or of a kind that OpenCV does not read");
      }
      return rgb(decoded);
    } catch (LinkageError e) {
      UnreadablePictureException wrapped =
          data.unreadable(
              "WebP needs OpenCV, whose natives are not there for this machine (org.bytedeco:"
                  + "opencv): convert it to PNG or JPEG");
      wrapped.initCause(e);
      throw wrapped;
    }
  }

  private static Picture rgb(Mat bgr) {
    int width = bgr.cols();
    int height = bgr.rows();
    byte[] pixels = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      try (BytePointer row = bgr.ptr(y)) {
        row.get(pixels, 3 * width * y, 3 * width);
      }
    }
    for (int i = 0; i < pixels.length; i += 3) {
      byte blue = pixels[i];
      pixels[i] = pixels[i + 2];
      pixels[i + 2] = blue;
    }
    return new Picture(width, height, pixels);
  }
}
