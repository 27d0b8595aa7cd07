package org.graft4j.augment.occlusion;

import java.util.Arrays;
import java.util.List;
import org.graft4j.augment.Fill;
import org.graft4j.data.Draw;
import org.graft4j.data.Mask;
import org.graft4j.data.Picture;

/** A draw that fills rectangles. */
interface Hiding extends Draw {

  /** What to fill in a picture of that size. */
  List<Box> boxes(int width, int height);

  /** What with. */
  Fill fill();

  @Override
  default Picture apply(Picture picture) {
    int width = picture.width();
    List<Box> boxes = inside(width, picture.height());
    if (boxes.isEmpty()) {
      return picture;
    }
    byte[] rgb = picture.rgb().clone();
    for (Box box : boxes) {
      int first = 3 * (box.top() * width + box.left());
      int length = 3 * (box.right() - box.left());
      for (int i = first; i < first + length; i += 3) {
        rgb[i] = (byte) fill().red();
        rgb[i + 1] = (byte) fill().green();
        rgb[i + 2] = (byte) fill().blue();
      }
      for (int row = box.top() + 1; row < box.bottom(); row++) {
        System.arraycopy(rgb, first, rgb, 3 * (row * width + box.left()), length);
      }
    }
    return new Picture(width, picture.height(), rgb);
  }

  @Override
  default Mask apply(Mask mask) {
    int width = mask.width();
    List<Box> boxes = inside(width, mask.height());
    if (boxes.isEmpty()) {
      return mask;
    }
    byte[] classes = mask.classes().clone();
    for (Box box : boxes) {
      for (int row = box.top(); row < box.bottom(); row++) {
        int start = row * width;
        Arrays.fill(classes, start + box.left(), start + box.right(), (byte) mask.ignored());
      }
    }
    return new Mask(width, mask.height(), classes, mask.ignored());
  }

  private List<Box> inside(int width, int height) {
    return boxes(width, height).stream()
        .map(box -> box.within(width, height))
        .filter(box -> !box.isEmpty())
        .toList();
  }
}
