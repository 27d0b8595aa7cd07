package org.graft4j.augment.colour;

import java.util.function.Function;
import org.graft4j.data.Picture;

/**
 * How often each value stands in each channel of a picture.
 *
 * @param red 256 counts
 * @param green 256 counts
 * @param blue 256 counts
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and gone after one picture.
record Histograms(int[] red, int[] green, int[] blue) {

  static Histograms of(Picture picture) {
    int[] red = new int[256];
    int[] green = new int[256];
    int[] blue = new int[256];
    byte[] rgb = picture.rgb();
    for (int i = 0; i < rgb.length; i += 3) {
      red[rgb[i] & 0xff]++;
      green[rgb[i + 1] & 0xff]++;
      blue[rgb[i + 2] & 0xff]++;
    }
    return new Histograms(red, green, blue);
  }

  /** The picture with each channel changed by the table that is made of its counts. */
  Picture looked(Picture picture, Function<int[], byte[]> table) {
    byte[] to = new byte[picture.rgb().length];
    Tables.look(picture.rgb(), to, table.apply(red), table.apply(green), table.apply(blue));
    return new Picture(picture.width(), picture.height(), to);
  }
}
