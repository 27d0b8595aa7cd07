package org.graft4j.augment.geometry;

import org.graft4j.augment.Fill;
import org.graft4j.augment.Sampling;
import org.graft4j.data.Draw;
import org.graft4j.data.Mask;
import org.graft4j.data.Picture;

/** A draw that warps: it only has to say how, for pictures of a size. */
interface Warped extends Draw {

  /** The warp of pictures of that size. */
  Warp warp(int width, int height);

  Sampling sampling();

  Fill fill();

  @Override
  default Picture apply(Picture picture) {
    return warp(picture.width(), picture.height()).picture(picture, sampling(), fill());
  }

  @Override
  default Mask apply(Mask mask) {
    return warp(mask.width(), mask.height()).mask(mask);
  }
}
