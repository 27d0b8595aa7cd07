package org.graft4j.data;

/**
 * The first frame of a GIF to RGB, laid on its screen as Pillow lays it: what the frame leaves
 * uncovered has the transparent colour of the palette, or else its first.
 */
final class GifDecoder {
  private final EncodedPicture data;
  private int at;
  private int transparent;

  private GifDecoder(EncodedPicture data) {
    this.data = data;
  }

  static Picture decode(EncodedPicture data) throws UnreadablePictureException {
    try {
      return new GifDecoder(data).firstFrame();
    } catch (IndexOutOfBoundsException e) {
      throw truncated(data);
    }
  }

  private static UnreadablePictureException truncated(EncodedPicture data) {
    return data.unreadable(
        "truncated or damaged: the GIF ends after %d bytes within its first frame", data.length());
  }

  private Picture firstFrame() throws UnreadablePictureException {
    int screenWidth = data.u16le(6);
    int screenHeight = data.u16le(8);
    data.checkSize(screenWidth, screenHeight);
    at = 13;
    int palette = colourTable(data.u8(10));
    int paletteEnd = at;
    skipToFrame();
    int left = data.u16le(at + 1);
    int top = data.u16le(at + 3);
    int width = data.u16le(at + 5);
    int height = data.u16le(at + 7);
    int flags = data.u8(at + 9);
    data.checkSize(width, height);
    // A frame that leaves the screen makes it larger, as in Pillow.
    screenWidth = Math.max(screenWidth, left + width);
    screenHeight = Math.max(screenHeight, top + height);
    data.checkSize(screenWidth, screenHeight);
    at += 10;
    int own = colourTable(flags);
    if (own >= 0) {
      palette = own;
      paletteEnd = at;
    }
    if (palette < 0) {
      throw data.unreadable("the GIF holds no palette");
    }
    // A code of at least 3 bits stands for 4096 pixels at most.
    data.checkFilled(width, height, (long) width * height / 4096 * 3 / 8, data.length() - at);
    byte[] indices = GifLzw.decode(data, at, width * height);
    byte[] rgb = new byte[3 * screenWidth * screenHeight];
    if (width < screenWidth || height < screenHeight) {
      fill(rgb, palette, paletteEnd);
    }
    boolean interlaced = (flags & 0x40) != 0;
    for (int row = 0; row < height; row++) {
      int y = top + (interlaced ? interlacedRow(row, height) : row);
      int to = 3 * (y * screenWidth + left);
      for (int x = 0; x < width; x++, to += 3) {
        colour(palette, paletteEnd, indices[row * width + x] & 0xff, rgb, to);
      }
    }
    return new Picture(screenWidth, screenHeight, rgb);
  }

  /** Steps over a colour table if the flags announce one: where it begins, or -1. */
  private int colourTable(int flags) {
    if ((flags & 0x80) == 0) {
      return -1;
    }
    int start = at;
    at += 3 << ((flags & 7) + 1);
    return start;
  }

  private void skipToFrame() throws UnreadablePictureException {
    while (data.u8(at) != 0x2c) {
      if (data.u8(at) != 0x21) {
        throw truncated(data);
      }
      boolean control = data.u8(at + 1) == 0xf9 && data.u8(at + 2) >= 4;
      if (control && (data.u8(at + 3) & 1) != 0) {
        transparent = data.u8(at + 6);
      }
      at += 2;
      while (data.u8(at) != 0) {
        at += 1 + data.u8(at);
      }
      at++;
    }
  }

  private void fill(byte[] rgb, int palette, int paletteEnd) throws UnreadablePictureException {
    byte[] background = new byte[3];
    colour(palette, paletteEnd, transparent, background, 0);
    for (int i = 0; i < rgb.length; i += 3) {
      System.arraycopy(background, 0, rgb, i, 3);
    }
  }

  private void colour(int palette, int paletteEnd, int index, byte[] rgb, int to)
      throws UnreadablePictureException {
    if (palette + 3 * index + 2 >= paletteEnd) {
      throw data.unreadable("damaged: the GIF uses colour " + index + " beyond its palette");
    }
    System.arraycopy(data.bytes(), palette + 3 * index, rgb, to, 3);
  }

  /**
   * The place of the n-th stored row: every 8th from 0, every 8th from 4, 4th from 2, 2nd from 1.
   */
  private static int interlacedRow(int n, int height) {
    int eighth = (height + 7) / 8;
    int secondEighth = (height + 3) / 8;
    int quarter = (height + 1) / 4;
    if (n < eighth) {
      return 8 * n;
    }
    if (n < eighth + secondEighth) {
      return 8 * (n - eighth) + 4;
    }
    if (n < eighth + secondEighth + quarter) {
      return 4 * (n - eighth - secondEighth) + 2;
    }
    return 2 * (n - eighth - secondEighth - quarter) + 1;
  }
}
