package org.graft4j.augment.geometry;

/**
 * What continues a picture beyond its border. For a row of pixels {@code abcd}, three on each side:
 */
public enum Border {
  /** One colour; a mask is ignored there. {@code ...|abcd|...} */
  CONSTANT {
    @Override
    int inside(int place, int size) {
      return place >= 0 && place < size ? place : -1;
    }
  },
  /** The picture mirrored, without its outermost pixel again. {@code dcb|abcd|cba} */
  REFLECT {
    @Override
    int inside(int place, int size) {
      if (size == 1) {
        return 0;
      }
      int period = 2 * (size - 1);
      int within = Math.floorMod(place, period);
      return Math.min(within, period - within);
    }
  },
  /** The outermost pixel. {@code aaa|abcd|ddd} */
  EDGE {
    @Override
    int inside(int place, int size) {
      return Math.max(0, Math.min(size - 1, place));
    }
  },
  /** The picture mirrored. {@code cba|abcd|dcb} */
  SYMMETRIC {
    @Override
    int inside(int place, int size) {
      int within = Math.floorMod(place, 2 * size);
      return Math.min(within, 2 * size - 1 - within);
    }
  };

  /**
   * The place within {@code [0, size)} that is shown at any place; negative for none. Mirrored as
   * often as it takes.
   */
  abstract int inside(int place, int size);
}
