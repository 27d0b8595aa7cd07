package org.graft4j.augment.policy;

import java.util.Map;
import org.graft4j.augment.Transform;
import org.graft4j.augment.TransformProvider;

/** Registers this package's transforms. */
public final class PolicyTransforms implements TransformProvider {

  @Override
  public Map<String, Transform> prototypes() {
    return Map.of(
        "rand-augment", new RandAugment(2, 9),
        "trivial-augment-wide", new TrivialAugmentWide(),
        "auto-augment", new AutoAugment(AutoAugment.Policy.IMAGENET),
        "aug-mix", new AugMix());
  }
}
