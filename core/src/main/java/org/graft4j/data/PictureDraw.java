package org.graft4j.data;

/** An augmentation that draws while it changes a picture: the same stream each time. */
record PictureDraw(Augmentation augmentation, Seed seed) implements Draw {

  @Override
  public Picture apply(Picture picture) {
    return augmentation.apply(picture, seed.stream("apply"));
  }

  @Override
  public Mask apply(Mask mask) {
    throw new UnsupportedOperationException(
        "augmentation '"
            + augmentation.describe()
            + "' must be able to move a mask with its picture, but knows pictures only: leave it out, or give it a draw of its own");
  }
}
