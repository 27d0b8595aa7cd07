package org.graft4j.augment.geometry;

import java.util.Map;
import org.graft4j.augment.Fill;
import org.graft4j.augment.Range;
import org.graft4j.augment.Sampling;
import org.graft4j.augment.Transform;
import org.graft4j.augment.TransformProvider;
import org.graft4j.data.Interpolation;

/** Registers this package's transforms. */
public final class GeometryTransforms implements TransformProvider {

  @Override
  public Map<String, Transform> prototypes() {
    Range none = Range.of(0);
    Range slightly = new Range(-10, 10);
    return Map.ofEntries(
        Map.entry(
            "affine",
            new Affine(
                slightly, none, none, Range.of(1), none, none, Sampling.NEAREST, Fill.BLACK)),
        Map.entry("center-crop", new CenterCrop(224, 224, Fill.BLACK)),
        Map.entry("horizontal-flip", new HorizontalFlip(0.5)),
        Map.entry("pad", new Pad(0, 0, 0, 0, Border.CONSTANT, Fill.BLACK)),
        Map.entry("perspective", new Perspective(0.5, 0.5, Sampling.BILINEAR, Fill.BLACK)),
        Map.entry("random-crop", new RandomCrop(0)),
        Map.entry(
            "random-resized-crop",
            new RandomResizedCrop(new Range(0.08, 1), new Range(3 / 4.0, 4 / 3.0))),
        Map.entry("resize", new Resize(224, 224, Interpolation.BILINEAR)),
        Map.entry("rotate", new Rotate(slightly)),
        Map.entry("shear", new Shear(none, none)),
        Map.entry("translate", new Translate(none, none)),
        Map.entry("vertical-flip", new VerticalFlip(0.5)));
  }
}
