package org.graft4j.augment.geometry;

import org.graft4j.data.Mask;

/**
 * Resizes masks by nearest pixels, those in which the centres of the new ones lie: Pillow's {@code
 * NEAREST}, which matches the resampling of the picture. (torchvision's masks are tensors, whose
 * nearest pixels go by upper left corners: up to half a pixel beside the picture.)
 */
final class MaskResize {
  private MaskResize() {}

  /** The part of a mask, which must lie within it, at another size. */
  static Mask part(
      Mask mask, int left, int top, int width, int height, int newWidth, int newHeight) {
    if (width == mask.width()
        && height == mask.height()
        && newWidth == width
        && newHeight == height) {
      return mask;
    }
    int[] columns = places(left, width, newWidth);
    int[] rows = places(top, height, newHeight);
    byte[] in = mask.classes();
    byte[] out = new byte[newWidth * newHeight];
    for (int y = 0; y < newHeight; y++) {
      int row = rows[y] * mask.width();
      for (int x = 0; x < newWidth; x++) {
        out[y * newWidth + x] = in[row + columns[x]];
      }
    }
    return new Mask(newWidth, newHeight, out, mask.ignored());
  }

  /** Added up in doubles, as Pillow does: that decides where a centre lies on an edge. */
  private static int[] places(int start, int size, int newSize) {
    int[] places = new int[newSize];
    double step = (double) size / newSize;
    double at = step * 0.5;
    for (int i = 0; i < newSize; i++) {
      places[i] = start + Math.min(size - 1, (int) at);
      at += step;
    }
    return places;
  }
}
