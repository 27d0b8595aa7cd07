package org.graft4j.augment.noise;

import java.util.Map;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.augment.TransformProvider;

/** Registers this package's transforms. */
public final class NoiseTransforms implements TransformProvider {

  @Override
  public Map<String, Transform> prototypes() {
    return Map.of(
        // About torchvision's 0.1 to 2 pixels, of 224.
        "gaussian-blur", new GaussianBlur(new Range(0.0005, 0.009)),
        "gaussian-noise", new GaussianNoise(new Range(0, 0.1)),
        "salt-and-pepper", new SaltAndPepper(new Range(0, 0.05)),
        "jpeg-compression", new JpegCompression(new Range(30, 95)));
  }
}
