package org.graft4j.augment.occlusion;

import java.util.Map;
import org.graft4j.augment.Fill;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.augment.TransformProvider;

/** Registers this package's transforms. */
public final class OcclusionTransforms implements TransformProvider {
  /**
   * The luma of ImageNet's mean colour: about what the papers fill with, who do so after
   * normalisation with 0, but grey, so that grey pictures stay grey.
   */
  private static final Fill MEAN = new Fill(117, 117, 117);

  @Override
  public Map<String, Transform> prototypes() {
    return Map.of(
        "random-erasing", new RandomErasing(new Range(0.02, 0.33), new Range(0.3, 3.3), MEAN, 0.5),
        "cutout", new Cutout(Range.of(0.5), MEAN),
        "grid-mask", new GridMask(new Range(0.43, 1), 0.6, MEAN));
  }
}
