package org.graft4j.augment;

/** How a warped picture is sampled; a mask always takes the nearest pixel. */
public enum Sampling {
  /** The pixel in which the point lies. */
  NEAREST,
  /** The four pixels around the point, weighted by their distance. */
  BILINEAR
}
