package org.graft4j.augment.geometry;

import org.graft4j.augment.Fill;
import org.graft4j.data.Draw;
import org.graft4j.data.Mask;
import org.graft4j.data.Picture;

/** A draw that cuts out or adds at the border. */
interface Windowed extends Draw {

  /** What is to be seen of pictures of that size. */
  Window window(int width, int height);

  Fill fill();

  @Override
  default Picture apply(Picture picture) {
    return window(picture.width(), picture.height()).picture(picture, fill());
  }

  @Override
  default Mask apply(Mask mask) {
    return window(mask.width(), mask.height()).mask(mask);
  }
}
