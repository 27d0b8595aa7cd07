package org.graft4j.augment.colour;

import java.util.Map;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.augment.TransformProvider;

/** Registers this package's transforms. */
public final class ColourTransforms implements TransformProvider {

  @Override
  public Map<String, Transform> prototypes() {
    return Map.ofEntries(
        Map.entry("brightness", new Brightness(Range.around1(0.4))),
        Map.entry("contrast", new Contrast(Range.around1(0.4))),
        Map.entry("saturation", new Saturation(Range.around1(0.4))),
        Map.entry("hue", new Hue(new Range(-0.1, 0.1))),
        Map.entry("gamma", new Gamma(new Range(0.7, 1.5), 1)),
        Map.entry("colour-jitter", new ColourJitter(0.4, 0.4, 0.4)),
        Map.entry("greyscale", new Greyscale(0.1)),
        Map.entry("invert", new Invert(0.5)),
        Map.entry("posterize", new Posterize(4, 0.5)),
        Map.entry("solarize", new Solarize(0.5, 0.5)),
        Map.entry("equalize", new Equalize(0.5)),
        Map.entry("auto-contrast", new AutoContrast(0.5)),
        Map.entry("sharpness", new Sharpness(new Range(0, 2), 0.5)));
  }
}
