package org.graft4j.data;

import java.util.List;

/** Several draws that act as one, each on what the one before made. */
record DrawsInOrder(List<Draw> draws) implements Draw {
  DrawsInOrder {
    draws = List.copyOf(draws);
  }

  @Override
  public Picture apply(Picture picture) {
    Picture result = picture;
    for (Draw draw : draws) {
      result = draw.apply(result);
    }
    return result;
  }

  @Override
  public Mask apply(Mask mask) {
    Mask result = mask;
    for (Draw draw : draws) {
      result = draw.apply(result);
    }
    return result;
  }
}
