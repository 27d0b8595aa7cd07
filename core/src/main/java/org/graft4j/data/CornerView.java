package org.graft4j.data;

import java.util.random.RandomGenerator;

/**
 * A part of a picture at a fixed place, mirrored or not; nothing is left to chance.
 *
 * @param share sides as a share of those of the largest rectangle of the network's proportions; 1
 *     for the picture as it is
 * @param x where the part lies: 0 at the left, 1 at the right
 * @param y where the part lies: 0 at the top, 1 at the bottom
 * @param mirrored whether left and right are exchanged
 */
record CornerView(double share, double x, double y, boolean mirrored) implements Augmentation {
  static final double ALL = 1;
  static final double CROP = 0.875;

  @Override
  public Picture apply(Picture picture, RandomGenerator random) {
    Picture part = share < 1 ? part(picture, picture.width(), picture.height()) : picture;
    return mirrored ? mirror(part) : part;
  }

  /** A crop sees the stored picture: a corner of what the input spec cuts out is none. */
  @Override
  public boolean framing() {
    return share < 1;
  }

  @Override
  public Augmentation forInput(InputSpec input) {
    return share < 1 ? new Sized(this, input.width(), input.height()) : this;
  }

  /** For a network of that size. */
  private record Sized(CornerView view, int width, int height) implements Augmentation {
    @Override
    public Picture apply(Picture picture, RandomGenerator random) {
      Picture part = view.part(picture, width, height);
      return view.mirrored() ? mirror(part) : part;
    }

    @Override
    public boolean framing() {
      return true;
    }

    @Override
    public String describe() {
      return view.describe();
    }
  }

  private Picture part(Picture picture, int networkWidth, int networkHeight) {
    double scale =
        share
            * Math.min(
                picture.width() / (double) networkWidth, picture.height() / (double) networkHeight);
    int width = side(scale * networkWidth, picture.width());
    int height = side(scale * networkHeight, picture.height());
    int left = (int) Math.round(x * (picture.width() - width));
    int top = (int) Math.round(y * (picture.height() - height));
    byte[] rgb = new byte[3 * width * height];
    for (int row = 0; row < height; row++) {
      int from = 3 * ((top + row) * picture.width() + left);
      System.arraycopy(picture.rgb(), from, rgb, 3 * row * width, 3 * width);
    }
    return new Picture(width, height, rgb);
  }

  private static int side(double length, int most) {
    return (int) Math.max(1, Math.min(most, Math.round(length)));
  }

  private static Picture mirror(Picture picture) {
    int width = picture.width();
    byte[] from = picture.rgb();
    byte[] to = new byte[from.length];
    for (int i = 0; i < from.length; i += 3) {
      int x = i / 3 % width;
      int source = i + 3 * (width - 1 - 2 * x);
      to[i] = from[source];
      to[i + 1] = from[source + 1];
      to[i + 2] = from[source + 2];
    }
    return new Picture(width, picture.height(), to);
  }

  @Override
  public String describe() {
    return toString();
  }
}
