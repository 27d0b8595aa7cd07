package org.graft4j.data;

/**
 * How a picture of any size becomes one of the network's size. Resampling is bilinear and
 * antialiased, equal to Pillow's to the bit.
 */
public sealed interface ResizeRule {

  /**
   * The shorter side becomes {@code size}, the longer one keeps the proportion (rounded down), then
   * the centre is cut out: torchvision's {@code Resize(size)} and {@code CenterCrop}.
   *
   * @param size pixels, positive
   */
  record ShorterSide(int size) implements ResizeRule {
    public ShorterSide {
      if (size <= 0) {
        throw new IllegalArgumentException("size must be positive, but was " + size);
      }
    }

    @Override
    public String toString() {
      return "shorter side " + size + " and the centre";
    }
  }

  /** Both sides are scaled to the network's size; proportions are lost, nothing is cut off. */
  record Squash() implements ResizeRule {
    @Override
    public String toString() {
      return "both sides scaled";
    }
  }
}
