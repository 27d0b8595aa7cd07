package org.graft4j.data;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.LongConsumer;

/**
 * The bytes of a picture file on their way to a decoder, with what every decoder needs: numbers out
 * of the bytes, the size limit, and errors that name the file.
 */
final class EncodedPicture {
  private final String name;
  private final byte[] bytes;
  private final long maxPixels;
  private final LongConsumer room;

  /**
   * A file for a decoder.
   *
   * @param room is told an accepted number of pixels, and returns when there is memory for them
   */
  EncodedPicture(String name, byte[] bytes, long maxPixels, LongConsumer room) {
    this.name = name;
    this.bytes = bytes;
    this.maxPixels = maxPixels;
    this.room = room;
  }

  /** The whole file, not a copy. */
  byte[] bytes() {
    return bytes;
  }

  UnreadablePictureException unreadable(String reason) {
    return new UnreadablePictureException(name, reason);
  }

  UnreadablePictureException unreadable(String reason, Object... values) {
    return unreadable(String.format(Locale.ROOT, reason, values));
  }

  /** Refuses a declared size before anything is allocated for it, or waits for its memory. */
  void checkSize(long width, long height) throws UnreadablePictureException {
    if (width <= 0 || height <= 0) {
      throw unreadable("its size is " + width + "x" + height);
    }
    // Both are below 2^32, so that the product of a hostile header may leave the long.
    if (width > maxPixels || height > maxPixels || width * height > maxPixels) {
      throw unreadable("it declares %dx%d pixels, above the limit of %d", width, height, maxPixels);
    }
    room.accept(width * height);
  }

  /**
   * Refuses a size that the compressed bytes cannot fill, so that a short file takes no memory that
   * it merely claims to need.
   *
   * @param needed the least number of bytes with which that size can be encoded
   */
  void checkFilled(long width, long height, long needed, long present)
      throws UnreadablePictureException {
    if (present < needed) {
      throw unreadable(
          "truncated: %d bytes of image data cannot hold the declared %dx%d pixels",
          present, width, height);
    }
  }

  int length() {
    return bytes.length;
  }

  int u8(int at) {
    return bytes[at] & 0xff;
  }

  int u16be(int at) {
    return u8(at) << 8 | u8(at + 1);
  }

  int u16le(int at) {
    return u8(at + 1) << 8 | u8(at);
  }

  long u32be(int at) {
    return (long) u16be(at) << 16 | u16be(at + 2);
  }

  long u32le(int at) {
    return (long) u16le(at + 2) << 16 | u16le(at);
  }

  /** Whether these ASCII characters stand there; false beyond the end. */
  boolean has(int at, String ascii) {
    if (at < 0 || at + ascii.length() > bytes.length) {
      return false;
    }
    return new String(bytes, at, ascii.length(), StandardCharsets.ISO_8859_1).equals(ascii);
  }
}
