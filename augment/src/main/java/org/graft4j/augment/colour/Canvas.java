package org.graft4j.augment.colour;

import org.graft4j.data.Picture;

/**
 * A picture under several changes of colour, one after the other. Changes by table are put together
 * and applied with the next change that needs whole pixels, and the picture is copied once at most.
 * Confined to one thread; the picture itself stays as it was.
 */
final class Canvas {
  private static final byte[] IDENTITY = Tables.of(value -> value);

  private final Picture picture;
  private byte[] pixels;
  private byte[] table = IDENTITY;
  private boolean own;

  Canvas(Picture picture) {
    this.picture = picture;
    this.pixels = picture.rgb();
  }

  /** Each value becomes what the table has at its place. */
  Canvas look(byte[] next) {
    table = table == IDENTITY ? next : Tables.then(table, next);
    return this;
  }

  /** 0 gives black, 1 changes nothing. */
  Canvas brightness(double factor) {
    return factor == 1 ? this : look(Blend.table(0, factor));
  }

  /** 0 gives one grey, the mean of the luma; 1 changes nothing. */
  Canvas contrast(double factor) {
    return factor == 1 ? this : look(Blend.table(Luma.mean(pixels, table), factor));
  }

  /** 0 gives the grey picture, 1 changes nothing. */
  Canvas saturation(double factor) {
    if (factor != 1) {
      byte[] from = pixels;
      Blend.withGrey(from, ownPixels(), table, (float) factor);
      table = IDENTITY;
    }
    return this;
  }

  /** Turns the circle of hues, by whole 255ths; less than one changes nothing. */
  Canvas hue(double turn) {
    int steps = (int) (turn * 255);
    if (steps != 0) {
      flush();
      byte[] from = pixels;
      HueTurn.turn(from, ownPixels(), steps);
    }
    return this;
  }

  /** The result; the picture itself if nothing was to change. */
  Picture picture() {
    flush();
    return own ? new Picture(picture.width(), picture.height(), pixels) : picture;
  }

  private void flush() {
    if (table != IDENTITY) {
      byte[] from = pixels;
      Tables.look(from, ownPixels(), table);
      table = IDENTITY;
    }
  }

  /** Where to write the next state, which is where the last one stands after the first time. */
  private byte[] ownPixels() {
    if (!own) {
      pixels = new byte[pixels.length];
      own = true;
    }
    return pixels;
  }
}
