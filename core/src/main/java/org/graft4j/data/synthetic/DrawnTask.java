package org.graft4j.data.synthetic;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Picture;

/**
 * A classification task whose pictures are drawn on demand, in any number and at any size.
 *
 * <p>A picture shows one object of its class. Its proportions, colours, light, place, size,
 * rotation and foreshortening vary, as do the background, the clutter about it, what stands before
 * it, blur and noise: what does not vary with them is the class. The bytes of a picture follow from
 * its label, size and generator alone, on every platform. Immutable and thread-safe.
 */
public final class DrawnTask {
  /** Smallest side at which the objects can still be told. */
  static final int SMALLEST = 16;

  /** Largest side: 50 MB of pixels in the making. */
  static final int LARGEST = 1024;

  private final String name;
  private final LabelMap labels;
  private final List<Drawing> drawings;
  private final Conditions conditions;

  private DrawnTask(String name, Map<String, Drawing> classes, Conditions conditions) {
    this.name = name;
    this.labels = LabelMap.sorted(classes.keySet());
    this.drawings = labels.names().stream().map(classes::get).toList();
    this.conditions = conditions;
  }

  /**
   * What a backbone is pretrained on: classes of shapes, textures and arrangements of parts, at any
   * angle.
   */
  public static DrawnTask source() {
    Map<String, Drawing> classes = new TreeMap<>(SourceShapes.all());
    classes.putAll(SourceTextures.all());
    classes.putAll(SourceArrangements.all());
    return new DrawnTask("source", classes, Conditions.HARD);
  }

  /**
   * What the backbone is then put to: eight classes of things, such as house and fish, none of
   * which the source has. They stand upright, give or take half a right angle.
   */
  public static DrawnTask target() {
    return new DrawnTask("target", TargetThings.all(), Conditions.PLAIN);
  }

  /** The classes, in the order of their names: the order that a scan of a folder gives them too. */
  public LabelMap labels() {
    return labels;
  }

  /**
   * Draws one picture.
   *
   * @param label index of the class in {@link #labels}
   * @param size side of the square in pixels, 16 to 1024; the same generator draws the same scene
   *     at every size
   * @param random where all chance comes from; only its {@code nextLong} is used
   */
  public Picture draw(int label, int size, RandomGenerator random) {
    if (label < 0 || label >= labels.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "label must be from 0 to %d, but was %d", labels.size() - 1, label));
    }
    if (size < SMALLEST || size > LARGEST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "size must be from %d to %d, but was %d", SMALLEST, LARGEST, size));
    }
    return Scene.draw(drawings.get(label), conditions, size, new Dice(random));
  }

  /** {@code source} or {@code target}. */
  @Override
  public String toString() {
    return name;
  }
}
