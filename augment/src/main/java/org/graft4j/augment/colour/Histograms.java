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
    // Neighbours are often equal: to count them in turns spares waiting for the last count.
    Histograms even = new Histograms(new int[256], new int[256], new int[256]);
    Histograms odd = new Histograms(new int[256], new int[256], new int[256]);
    byte[] rgb = picture.rgb();
    int pairs = rgb.length / 6 * 6;
    for (int i = 0; i < pairs; i += 6) {
      even.red[rgb[i] & 0xff]++;
      even.green[rgb[i + 1] & 0xff]++;
      even.blue[rgb[i + 2] & 0xff]++;
      odd.red[rgb[i + 3] & 0xff]++;
      odd.green[rgb[i + 4] & 0xff]++;
      odd.blue[rgb[i + 5] & 0xff]++;
    }
    if (pairs < rgb.length) {
      even.red[rgb[pairs] & 0xff]++;
      even.green[rgb[pairs + 1] & 0xff]++;
      even.blue[rgb[pairs + 2] & 0xff]++;
    }
    for (int value = 0; value < 256; value++) {
      even.red[value] += odd.red[value];
      even.green[value] += odd.green[value];
      even.blue[value] += odd.blue[value];
    }
    return even;
  }

  /** The picture with each channel changed by the table that is made of its counts. */
  Picture looked(Picture picture, Function<int[], byte[]> table) {
    byte[] to = new byte[picture.rgb().length];
    Tables.look(picture.rgb(), to, table.apply(red), table.apply(green), table.apply(blue));
    return new Picture(picture.width(), picture.height(), to);
  }
}
