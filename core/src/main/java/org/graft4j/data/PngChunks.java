package org.graft4j.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file that matter for its pixels, each with its checksum verified, and the
 * facts of its header (PNG specification, third edition).
 */
final class PngChunks {
  /** Where image data lies. */
  record Range(int from, int length) {}

  private static final int GREY = 0;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int GREY_ALPHA = 4;
  private static final int RGB_ALPHA = 6;

  private final EncodedPicture data;
  private final List<Range> imageData = new ArrayList<>();
  private int header = -1;
  private byte[] palette = new byte[0];
  private ExifOrientation orientation = ExifOrientation.AS_STORED;

  private PngChunks(EncodedPicture data) {
    this.data = data;
  }

  /** Walks over all chunks up to the end chunk and checks the declared size. */
  static PngChunks parse(EncodedPicture data) throws UnreadablePictureException {
    PngChunks chunks = new PngChunks(data);
    chunks.walk();
    chunks.checkFilled();
    return chunks;
  }

  int width() {
    return (int) data.u32be(header);
  }

  int height() {
    return (int) data.u32be(header + 4);
  }

  int bitDepth() {
    return data.u8(header + 8);
  }

  private int colourType() {
    return data.u8(header + 9);
  }

  boolean interlaced() {
    return data.u8(header + 12) == 1;
  }

  boolean isPalette() {
    return colourType() == PALETTE;
  }

  boolean isGrey() {
    return colourType() == GREY || colourType() == GREY_ALPHA;
  }

  /** Samples per pixel in the file, alpha among them. */
  int channels() {
    return switch (colourType()) {
      case GREY, PALETTE -> 1;
      case GREY_ALPHA -> 2;
      case RGB -> 3;
      default -> 4;
    };
  }

  /** Three bytes a colour. */
  byte[] palette() {
    return palette;
  }

  List<Range> imageData() {
    return imageData;
  }

  ExifOrientation orientation() {
    return orientation;
  }

  private void walk() throws UnreadablePictureException {
    int at = 8;
    while (true) {
      long length = at + 8 <= data.length() ? data.u32be(at) : 0;
      if (at + 12 + length > data.length()) {
        throw data.unreadable(
            "truncated: the PNG data ends after %d bytes without its end chunk", data.length());
      }
      int body = at + 8;
      int end = body + (int) length;
      if (header < 0 && !data.has(at + 4, "IHDR")) {
        throw data.unreadable("the PNG does not begin with its header chunk");
      }
      boolean critical = (data.u8(at + 4) & 0x20) == 0;
      if (critical || data.has(at + 4, "eXIf")) {
        boolean intact = crc(at + 4, end) == data.u32be(end);
        if (critical && !intact) {
          throw data.unreadable("damaged: wrong checksum of the PNG chunk at byte %d", at);
        }
        if (intact && chunk(at + 4, body, end)) {
          return;
        }
      }
      at = end + 4;
    }
  }

  /** Takes a chunk in; true for the last one. */
  private boolean chunk(int type, int body, int end) throws UnreadablePictureException {
    if (data.has(type, "IHDR")) {
      header(body, end);
    } else if (data.has(type, "PLTE")) {
      palette = Arrays.copyOfRange(data.bytes(), body, end);
    } else if (data.has(type, "IDAT")) {
      imageData.add(new Range(body, end - body));
    } else if (data.has(type, "eXIf")) {
      int tiff = data.has(body, "Exif\0\0") ? body + 6 : body;
      orientation = ExifOrientation.parse(data, tiff, end);
    } else if (data.has(type, "IEND")) {
      return true;
    } else {
      throw data.unreadable(
          "the PNG chunk at byte %d must be understood and is not known", type - 4);
    }
    return false;
  }

  private void header(int body, int end) throws UnreadablePictureException {
    if (header >= 0 || end - body != 13) {
      throw data.unreadable("the PNG's header chunk is damaged");
    }
    header = body;
    data.checkSize(data.u32be(body), data.u32be(body + 4));
    int depth = bitDepth();
    boolean known =
        switch (colourType()) {
          case GREY -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
          case PALETTE -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
          case RGB, GREY_ALPHA, RGB_ALPHA -> depth == 8 || depth == 16;
          default -> false;
        };
    if (!known || data.u8(body + 10) != 0 || data.u8(body + 11) != 0 || data.u8(body + 12) > 1) {
      throw data.unreadable(
          "the PNG's header names a kind that does not exist (colour type %d, bit depth %d)",
          colourType(), depth);
    }
  }

  private void checkFilled() throws UnreadablePictureException {
    if (imageData.isEmpty() || (isPalette() && palette.length == 0)) {
      throw data.unreadable("the PNG holds no " + (imageData.isEmpty() ? "image data" : "palette"));
    }
    long present = 0;
    for (Range range : imageData) {
      present += range.length();
    }
    // Deflate packs 258 bytes into 2 bits at most.
    long raw = (long) width() * height() * channels() * bitDepth() / 8;
    data.checkFilled(width(), height(), raw / 1032, present);
  }

  private long crc(int from, int to) {
    CRC32 crc = new CRC32();
    crc.update(data.bytes(), from, to - from);
    return crc.getValue();
  }
}
