package org.graft4j.augment.chain;

import java.util.Map;
import org.graft4j.augment.Transform;
import org.graft4j.augment.TransformProvider;

/** Registers this package's transforms. */
public final class ChainTransforms implements TransformProvider {

  @Override
  public Map<String, Transform> prototypes() {
    return Map.of("sequence", Sequence.of());
  }
}
