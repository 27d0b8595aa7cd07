package org.graft4j.data;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The random parameters of one augmentation of one sample, already drawn: a value, and its effect
 * on each target of the sample. Applying it is a pure function, so that a picture and its mask are
 * moved alike. Lengths and places are shares of a picture's size: a draw does not know the picture
 * beforehand.
 */
public interface Draw {

  /** Leaves everything as it is. */
  Draw NOTHING = colours(picture -> picture);

  /** The changed picture; the one handed in, which stays as it was, if nothing is to change. */
  Picture apply(Picture picture);

  /**
   * The mask, moved as the picture is: without mixing labels (nearest pixel), and with the mask's
   * ignored label where the picture shows nothing of the original.
   *
   * @param mask of the size of the picture that {@link #apply(Picture)} gets
   */
  Mask apply(Mask mask);

  /** These draws, one after the other; nothing if there are none. */
  static Draw inOrder(List<Draw> draws) {
    return draws.size() == 1 ? draws.get(0) : new DrawsInOrder(draws);
  }

  /** A draw that changes colours and moves nothing: a mask stays as it is. */
  static Draw colours(UnaryOperator<Picture> change) {
    return new Draw() {
      @Override
      public Picture apply(Picture picture) {
        return change.apply(picture);
      }

      @Override
      public Mask apply(Mask mask) {
        return mask;
      }
    };
  }
}
