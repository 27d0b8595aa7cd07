package org.graft4j.augment;

/** How a warped picture is sampled; a mask always takes the nearest pixel. */
public enum Sampling {
  /** The pixel in which the point lies. */
  NEAREST,
  /** The four pixels around the point, weighted by their distance: Pillow's to the bit. */
  BILINEAR,
  /**
   * As {@link #BILINEAR} in less than half of the time: points by 1/256 of a pixel (OpenCV's, and
   * so DataVec's, are by 1/32) and rounded, where Pillow truncates. That makes no value darker and
   * half of them one lighter, 0.45 of 255 on average; at the sharpest edges there are two between
   * them, or three. For training that waits for its pictures; not where they must be torchvision's.
   * Pictures with a side above 32767 get {@link #BILINEAR}.
   */
  FAST
}
