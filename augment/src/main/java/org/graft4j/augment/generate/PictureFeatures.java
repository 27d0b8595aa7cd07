package org.graft4j.augment.generate;

import java.util.List;
import org.graft4j.data.Picture;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What pictures are to the head that will learn from them. Must be deterministic. */
@FunctionalInterface
public interface PictureFeatures {

  /**
   * The features of pictures of any size.
   *
   * @param pictures one at least
   * @return {@code [pictures, width]}, float or double, finite; the caller's own, to be closed
   */
  INDArray rows(List<Picture> pictures);
}
