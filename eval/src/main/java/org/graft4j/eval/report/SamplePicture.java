package org.graft4j.eval.report;

import java.util.Optional;
import org.graft4j.data.Picture;
import org.graft4j.eval.Prediction;

/**
 * A prediction with the picture that it is about, to be shown small: no more is kept of the
 * pictures than the page shows, since a report holds many and one of a camera takes 70 MB.
 * Immutable.
 *
 * @param prediction of the featured run
 * @param picture of any size; kept with a longer side of {@value Thumbnail#LONGER_SIDE} at most
 * @param overlay the picture again with what the prediction looked at, say by Grad-CAM
 */
public record SamplePicture(Prediction prediction, Picture picture, Optional<Picture> overlay) {

  public SamplePicture {
    picture = Thumbnail.of(picture);
    overlay = overlay.map(Thumbnail::of);
  }

  /** A picture alone. */
  public SamplePicture(Prediction prediction, Picture picture) {
    this(prediction, picture, Optional.empty());
  }

  /** {@code -ln p} of the sample's own class, clipped where the report's log loss is. */
  double loss() {
    double epsilon = Math.ulp(1.0);
    return -Math.log(Math.min(1 - epsilon, Math.max(epsilon, prediction.labelProbability())));
  }
}
