package org.graft4j.data.synthetic;

import java.util.Map;
import java.util.TreeMap;

/** The source task's arrangements: what matters is how simple parts lie to each other. */
final class SourceArrangements {
  private SourceArrangements() {}

  static Map<String, Drawing> all() {
    Map<String, Drawing> all = new TreeMap<>();
    all.put(
        "disc-in-box", d -> around(d, Forms.box(0.85, 0.85), Forms.disc(d.between(0.35, 0.55))));
    all.put("box-in-disc", d -> around(d, Forms.disc(0.95), square(d.between(0.35, 0.5))));
    all.put("triangle-in-disc", d -> around(d, Forms.disc(0.95), Forms.regular(3, 0.6)));
    all.put("cross-in-disc", SourceArrangements::crossInDisc);
    all.put("disc-over-box", d -> stacked(Forms.disc(0.42), Forms.box(d.between(0.5, 0.8), 0.4)));
    all.put("box-over-disc", d -> stacked(square(d.between(0.3, 0.42)), Forms.ellipse(0.8, 0.5)));
    all.put("three-in-row", SourceArrangements::threeInRow);
    all.put("four-corners", SourceArrangements::fourCorners);
    all.put("pair", SourceArrangements::pair);
    all.put("bars", SourceArrangements::bars);
    all.put("disc-on-stick", SourceArrangements::discOnStick);
    all.put("overlap", SourceArrangements::overlap);
    return all;
  }

  private static Region square(double half) {
    return Forms.box(half, half);
  }

  private static Figure around(Dice dice, Region outer, Region inner) {
    Region moved = inner.moved(dice.between(-0.15, 0.15), dice.between(-0.15, 0.15));
    return Figure.of(outer).with(moved, 1);
  }

  private static Figure stacked(Region upper, Region lower) {
    return Figure.of(lower.moved(0, 0.5)).with(upper.moved(0, -0.4), 1);
  }

  private static Figure crossInDisc(Dice dice) {
    double arm = dice.between(0.1, 0.18);
    return around(dice, Forms.disc(0.95), Forms.box(0.6, arm).or(Forms.box(arm, 0.6)));
  }

  /** Discs or boxes: the arrangement decides, not the part. */
  private static Region small(Dice dice, double size) {
    return dice.chance(0.5) ? Forms.disc(size) : square(0.88 * size);
  }

  private static Figure threeInRow(Dice dice) {
    Region part = small(dice, dice.between(0.24, 0.32));
    return Figure.of(part.moved(-0.75, 0))
        .with(part, dice.below(2))
        .with(part.moved(0.75, 0), dice.below(2));
  }

  private static Figure fourCorners(Dice dice) {
    Region part = small(dice, dice.between(0.24, 0.36));
    return Figure.of(part.moved(-0.55, -0.55))
        .with(part.moved(0.55, -0.55), dice.below(2))
        .with(part.moved(-0.55, 0.55), dice.below(2))
        .with(part.moved(0.55, 0.55), 0);
  }

  private static Figure pair(Dice dice) {
    Region part = small(dice, dice.between(0.32, 0.45));
    return Figure.of(part.moved(-0.55, 0)).with(part.moved(0.55, 0), dice.below(2));
  }

  private static Figure bars(Dice dice) {
    Region bar = Forms.box(0.9, dice.between(0.12, 0.2));
    return Figure.of(bar.moved(0, -0.65)).with(bar, dice.below(2)).with(bar.moved(0, 0.65), 0);
  }

  private static Figure discOnStick(Dice dice) {
    Region stick = Forms.box(dice.between(0.06, 0.12), 0.6).moved(0, 0.45);
    return Figure.of(stick).with(Forms.disc(dice.between(0.38, 0.52)).moved(0, -0.5), 1);
  }

  private static Figure overlap(Dice dice) {
    double apart = dice.between(0.3, 0.42);
    Region left = Forms.disc(0.62).moved(-apart, 0);
    Region right = Forms.disc(0.62).moved(apart, 0);
    return Figure.of(left).with(right, 0).with(left.and(right), 1);
  }
}
