package org.graft4j.augment.colour;

import java.util.Map;
import org.graft4j.augment.Transform;
import org.graft4j.augment.TransformProvider;

/** Registers this package's transforms. */
public final class ColourTransforms implements TransformProvider {

  @Override
  public Map<String, Transform> prototypes() {
    return Map.of("colour-jitter", new ColourJitter(0.4, 0.4, 0.4));
  }
}
