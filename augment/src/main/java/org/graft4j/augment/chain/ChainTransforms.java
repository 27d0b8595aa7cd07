package org.graft4j.augment.chain;

import java.util.Map;
import org.graft4j.augment.Transform;
import org.graft4j.augment.TransformProvider;
import org.graft4j.data.Augmentation;

/** Registers this package's transforms. */
public final class ChainTransforms implements TransformProvider {

  @Override
  public Map<String, Transform> prototypes() {
    return Map.of(
        "sequence", Sequence.of(),
        "one-of", OneOf.of(Augmentation.NONE),
        "some-of", SomeOf.of(0),
        "with-probability", new WithProbability(0.5, Augmentation.NONE));
  }
}
