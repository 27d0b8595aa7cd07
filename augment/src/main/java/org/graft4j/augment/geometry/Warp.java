package org.graft4j.augment.geometry;

import org.graft4j.augment.Fill;
import org.graft4j.augment.Sampling;
import org.graft4j.data.Mask;
import org.graft4j.data.Picture;

/**
 * One warp of pictures of one size: what each pixel of the result shows, and the result's size.
 * Equal to Pillow's {@code Image.transform} to the bit, unless fast sampling is asked for.
 */
record Warp(Mapping mapping, int width, int height) {

  /** What lies outside of the picture gets the fill. */
  Picture picture(Picture picture, Sampling sampling, Fill fill) {
    if (mapping.isIdentity() && width == picture.width() && height == picture.height()) {
      return picture;
    }
    byte[] out = Fills.area(fill, width, height);
    if (sampling == Sampling.NEAREST) {
      NearestRows rows = NearestRows.of(mapping, picture.width(), picture.height(), width, height);
      for (int y = 0; y < height; y++) {
        PixelCopies.pixels(picture.rgb(), rows.row(y), out, 3 * y * width);
      }
    } else {
      boolean fast = sampling == Sampling.FAST && isSmall(picture);
      BilinearRows rows =
          fast ? new FastRows(mapping, picture, width) : new ExactRows(mapping, picture, width);
      for (int y = 0; y < height; y++) {
        rows.row(y, out, 3 * y * width);
      }
    }
    return new Picture(width, height, out);
  }

  private static boolean isSmall(Picture picture) {
    return Math.max(picture.width(), picture.height()) <= FastRows.LARGEST;
  }

  /** The nearest label; what lies outside of the mask is ignored. */
  Mask mask(Mask mask) {
    if (mapping.isIdentity() && width == mask.width() && height == mask.height()) {
      return mask;
    }
    NearestRows rows = NearestRows.of(mapping, mask.width(), mask.height(), width, height);
    byte[] out = new byte[width * height];
    for (int y = 0; y < height; y++) {
      PixelCopies.labels(mask.classes(), rows.row(y), (byte) mask.ignored(), out, y * width);
    }
    return new Mask(width, height, out, mask.ignored());
  }
}
