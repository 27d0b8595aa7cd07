package org.graft4j.data.synthetic;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One object: coloured regions, the later ones on top, within about the circle of radius 1.3.
 *
 * @param parts at least one
 */
record Figure(List<Part> parts) {

  /** How far from the origin a figure may reach. */
  static final double REACH = 1.35;

  /**
   * One region of a figure.
   *
   * @param tone which of the picture's object colours, 0 the main one
   * @param texture where the colour gives way to the next tone, or null for a plain part
   */
  record Part(Region region, int tone, @Nullable Region texture) {}

  Figure {
    parts = List.copyOf(parts);
  }

  static Figure of(Region region) {
    return new Figure(List.of(new Part(region, 0, null)));
  }

  static Figure textured(Region region, Region texture) {
    return new Figure(List.of(new Part(region, 0, texture)));
  }

  /** This figure with a region on top of it. */
  Figure with(Region region, int tone) {
    List<Part> more = new ArrayList<>(parts);
    more.add(new Part(region, tone, null));
    return new Figure(more);
  }

  /** The signed distance of everything the figure covers: its mask is where this is negative. */
  Region silhouette() {
    return Forms.union(parts.stream().map(Part::region).toArray(Region[]::new));
  }
}
