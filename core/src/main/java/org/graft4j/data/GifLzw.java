package org.graft4j.data;

/** GIF's variable-length LZW code (GIF89a specification, appendix F). */
final class GifLzw {
  private static final int MAX_CODES = 4096;

  private final EncodedPicture data;
  private int at;
  private int blockLeft;
  private int bits;
  private int bitCount;

  private GifLzw(EncodedPicture data, int at) {
    this.data = data;
    this.at = at;
  }

  /**
   * Palette indices, row by row as stored.
   *
   * @param start the byte with the minimum code size
   * @throws IndexOutOfBoundsException if the file ends before all pixels
   */
  static byte[] decode(EncodedPicture data, int start, int pixels)
      throws UnreadablePictureException {
    int minimum = data.u8(start);
    if (minimum < 1 || minimum > 8) {
      throw data.unreadable("damaged: the GIF names a code size of " + minimum);
    }
    return new GifLzw(data, start + 1).pixels(minimum, pixels);
  }

  private byte[] pixels(int minimum, int pixels) throws UnreadablePictureException {
    byte[] out = new byte[pixels];
    // Every code's string is a string of the output: where it was written, and how long it is.
    int[] where = new int[MAX_CODES];
    int[] length = new int[MAX_CODES];
    int clear = 1 << minimum;
    int next = clear + 2;
    int size = minimum + 1;
    int previousWhere = -1;
    int previousLength = 0;
    int filled = 0;
    while (filled < pixels) {
      int code = code(size);
      if (code == clear) {
        next = clear + 2;
        size = minimum + 1;
        previousWhere = -1;
        continue;
      }
      boolean known = code < clear || (code >= clear + 2 && code < next);
      boolean beingMade = code == next && next < MAX_CODES && previousWhere >= 0;
      if (!known && !beingMade) {
        throw data.unreadable(
            "damaged or truncated: the GIF's code %d after %d of %d pixels", code, filled, pixels);
      }
      if (previousWhere >= 0 && next < MAX_CODES) {
        // The previous string and the first pixel of this one, which follows it in the output.
        where[next] = previousWhere;
        length[next] = previousLength + 1;
        next++;
        if (next == 1 << size && size < 12) {
          size++;
        }
      }
      int begin = filled;
      if (code < clear) {
        out[filled++] = (byte) code;
      } else {
        int from = where[code];
        for (int i = length[code]; i > 0 && filled < pixels; i--) {
          out[filled++] = out[from++];
        }
      }
      previousWhere = begin;
      previousLength = filled - begin;
    }
    return out;
  }

  private int code(int size) {
    while (bitCount < size) {
      if (blockLeft == 0) {
        blockLeft = data.u8(at++);
        if (blockLeft == 0) {
          throw new IndexOutOfBoundsException("the last data block came before the last pixel");
        }
      }
      bits |= data.u8(at++) << bitCount;
      bitCount += 8;
      blockLeft--;
    }
    int code = bits & ((1 << size) - 1);
    bits >>>= size;
    bitCount -= size;
    return code;
  }
}
