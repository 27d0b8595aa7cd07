package org.graft4j.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The RIFF structure of a WebP file: its declared size, where its still image lies, and its
 * orientation.
 *
 * @param imageFrom where the chunk with the pixels begins, its header included
 * @param imageLength bytes of that chunk
 */
record WebpContainer(
    int width, int height, int imageFrom, int imageLength, ExifOrientation orientation) {

  /**
   * Finds the still image.
   *
   * @param lossless whether a lossless image is accepted
   */
  static WebpContainer parse(EncodedPicture data, boolean lossless)
      throws UnreadablePictureException {
    long riffEnd = 8 + (data.length() >= 8 ? data.u32le(4) : 0);
    if (riffEnd > data.length()) {
      throw data.unreadable(
          "truncated: the WebP declares %d bytes and has %d", riffEnd, data.length());
    }
    int image = -1;
    ExifOrientation orientation = ExifOrientation.AS_STORED;
    long at = 12;
    while (at + 8 <= riffEnd) {
      int chunk = (int) at;
      long end = at + 8 + data.u32le(chunk + 4);
      if (end > riffEnd) {
        throw data.unreadable("truncated: a chunk of the WebP leaves the file");
      }
      if (data.has(chunk, "ANIM") || data.has(chunk, "ANMF")) {
        throw data.unreadable("animated WebP is not read: save one frame as a still picture");
      }
      if (image < 0 && (data.has(chunk, "VP8 ") || data.has(chunk, "VP8L"))) {
        image = chunk;
      } else if (data.has(chunk, "EXIF")) {
        int tiff = data.has(chunk + 8, "Exif\0\0") ? chunk + 14 : chunk + 8;
        orientation = ExifOrientation.parse(data, tiff, (int) end);
      }
      at = end + (end & 1);
    }
    if (image < 0) {
      throw data.unreadable("the WebP holds no image");
    }
    return still(data, image, lossless, orientation);
  }

  private static WebpContainer still(
      EncodedPicture data, int chunk, boolean lossless, ExifOrientation orientation)
      throws UnreadablePictureException {
    int length = 8 + (int) data.u32le(chunk + 4);
    if (length < 18) {
      throw data.unreadable("truncated: the WebP's image has " + (length - 8) + " bytes");
    }
    int width;
    int height;
    if (data.has(chunk, "VP8L")) {
      if (!lossless) {
        throw data.unreadable(
            "lossless WebP is not read, since OpenCV's decoder for it is open to attack"
                + " (CVE-2023-4863): convert it to PNG");
      }
      long bits = data.u32le(chunk + 9);
      width = 1 + (int) (bits & 0x3fff);
      height = 1 + (int) (bits >> 14 & 0x3fff);
    } else {
      width = data.u16le(chunk + 14) & 0x3fff;
      height = data.u16le(chunk + 16) & 0x3fff;
    }
    data.checkSize(width, height);
    return new WebpContainer(width, height, chunk, length, orientation);
  }

  /** A file with nothing but the pixels: no alpha, which is dropped anyway, and no metadata. */
  byte[] bare(EncodedPicture data) {
    int padded = imageLength + (imageLength & 1);
    ByteBuffer file = ByteBuffer.allocate(12 + padded).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII));
    file.putInt(4 + padded);
    file.put("WEBP".getBytes(StandardCharsets.US_ASCII));
    file.put(data.bytes(), imageFrom, imageLength);
    return file.array();
  }
}
