package org.graft4j.data;

/**
 * The whole way of one view, with its draw: fitted before it, or resized after it.
 *
 * @param framing whether the draw takes the stored picture
 */
record PreparedDraw(PicturePreparation preparation, Draw draw, boolean framing) implements Draw {

  @Override
  public Picture apply(Picture picture) {
    Picture drawn = draw.apply(framing ? picture : preparation.fit(picture));
    InputSpec spec = preparation.spec();
    return PictureResize.to(drawn, spec.width(), spec.height(), spec.interpolation());
  }

  @Override
  public Mask apply(Mask mask) {
    Mask drawn = draw.apply(framing ? mask : preparation.fit(mask));
    InputSpec spec = preparation.spec();
    return MaskResize.part(drawn, 0, 0, drawn.width(), drawn.height(), spec.width(), spec.height());
  }
}
