package org.graft4j.augment.occlusion;

/**
 * A rectangle of pixels; may reach beyond the picture, and be empty.
 *
 * @param left first column
 * @param top first row
 * @param right first column beyond it
 * @param bottom first row beyond it
 */
record Box(int left, int top, int right, int bottom) {

  /** What of it lies in a picture of that size; may be empty. */
  Box within(int width, int height) {
    return new Box(
        Math.max(0, left), Math.max(0, top), Math.min(width, right), Math.min(height, bottom));
  }

  boolean isEmpty() {
    return left >= right || top >= bottom;
  }
}
