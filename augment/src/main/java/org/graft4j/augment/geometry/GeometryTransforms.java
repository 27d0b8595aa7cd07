package org.graft4j.augment.geometry;

import java.util.Map;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.augment.TransformProvider;

/** Registers this package's transforms. */
public final class GeometryTransforms implements TransformProvider {

  @Override
  public Map<String, Transform> prototypes() {
    return Map.of(
        "horizontal-flip", new HorizontalFlip(0.5),
        "random-resized-crop",
            new RandomResizedCrop(new Range(0.08, 1), new Range(3 / 4.0, 4 / 3.0)));
  }
}
