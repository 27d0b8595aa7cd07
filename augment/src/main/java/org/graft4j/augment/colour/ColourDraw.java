package org.graft4j.augment.colour;

import org.graft4j.data.Draw;
import org.graft4j.data.Mask;

/** A draw that moves nothing, as a record: equal draws do the same. */
interface ColourDraw extends Draw {
  @Override
  default Mask apply(Mask mask) {
    return mask;
  }
}
