package org.graft4j.data.synthetic;

import java.util.Map;
import java.util.TreeMap;

/** The source task's plain shapes: one region of one colour each, of varying proportions. */
final class SourceShapes {
  private static final double PI = StrictMath.PI;

  private SourceShapes() {}

  static Map<String, Drawing> all() {
    Map<String, Drawing> shapes = new TreeMap<>();
    rounded(shapes);
    cornered(shapes);
    spiky(shapes);
    bands(shapes);
    return shapes;
  }

  private static void rounded(Map<String, Drawing> shapes) {
    shapes.put("disc", d -> Figure.of(Forms.ellipse(0.9, d.between(0.7, 0.95))));
    shapes.put("half-disc", d -> Figure.of(halfDisc(d)));
    shapes.put(
        "crescent",
        d ->
            Figure.of(
                Forms.disc(0.95)
                    .minus(Forms.disc(d.between(0.7, 0.85)).moved(0.42, 0))
                    .moved(0.2, 0)));
    shapes.put("lens", d -> Figure.of(lens(d.between(0.45, 0.75))));
    shapes.put("drop", d -> Figure.of(drop(d.between(0.5, 0.65))));
    shapes.put("heart", d -> Figure.of(heart(d.between(0.85, 1.05))));
    shapes.put("flower", d -> Figure.of(flower(d.count(5, 8), d.between(0.26, 0.34))));
    shapes.put("pac", d -> Figure.of(wedgeCut(d.between(0.4, 0.75))));
    shapes.put(
        "dumbbell",
        d -> {
          double end = d.between(0.3, 0.42);
          Region ends = Forms.disc(end).moved(-0.68, 0).or(Forms.disc(end).moved(0.68, 0));
          return Figure.of(ends.or(Forms.box(0.7, d.between(0.08, 0.15))));
        });
    shapes.put("capsule", d -> Figure.of(Forms.segment(-0.65, 0, 0.65, 0, d.between(0.25, 0.38))));
  }

  private static Region halfDisc(Dice dice) {
    double flat = dice.between(-0.1, 0.1);
    return Forms.disc(0.95).and(Forms.halfPlane(PI / 2).moved(0, flat)).moved(0, 0.45);
  }

  private static Region lens(double halfHeight) {
    double lift = (1 - halfHeight * halfHeight) / (2 * halfHeight);
    double radius = lift + halfHeight;
    return Forms.disc(radius).moved(0, lift).and(Forms.disc(radius).moved(0, -lift));
  }

  private static Region drop(double radius) {
    double reach = 1.45;
    double sin = radius / reach;
    double cos = Math.sqrt(1 - sin * sin);
    double tx = radius * cos;
    double ty = -radius * sin;
    return Forms.disc(radius).or(Forms.polygon(0, -reach, tx, ty, -tx, ty)).moved(0, 0.45);
  }

  private static Region heart(double height) {
    Region lobes = Forms.disc(0.48).moved(-0.42, -0.3).or(Forms.disc(0.48).moved(0.42, -0.3));
    Region point = Forms.polygon(-0.84, -0.06, -0.4, -0.45, 0.4, -0.45, 0.84, -0.06, 0, height);
    return lobes.or(point);
  }

  private static Region flower(int petals, double radius) {
    Region[] all = new Region[petals + 1];
    for (int i = 0; i < petals; i++) {
      double angle = 2 * PI * i / petals;
      all[i] = Forms.disc(radius).moved(0.65 * StrictMath.cos(angle), 0.65 * StrictMath.sin(angle));
    }
    all[petals] = Forms.disc(0.5);
    return Forms.union(all);
  }

  private static Region wedgeCut(double half) {
    double x = 1.6 * StrictMath.cos(half);
    double y = 1.6 * StrictMath.sin(half);
    return Forms.disc(0.92).minus(Forms.polygon(0, 0, x, y, x, -y));
  }

  private static void cornered(Map<String, Drawing> shapes) {
    shapes.put(
        "triangle",
        d -> {
          double top = d.between(-0.4, 0.4);
          return Figure.of(Forms.polygon(top, -0.95, 0.95, 0.7, -0.95, 0.7));
        });
    shapes.put("rectangle", d -> Figure.of(Forms.box(0.85, d.between(0.5, 0.85))));
    shapes.put(
        "parallelogram",
        d -> {
          double lean = d.between(0.35, 0.5);
          return Figure.of(
              Forms.polygon(
                  -0.7 + lean, -0.5, 0.7 + lean, -0.5, 0.7 - lean, 0.5, -0.7 - lean, 0.5));
        });
    shapes.put(
        "trapezoid",
        d -> {
          double top = d.between(0.3, 0.5);
          return Figure.of(Forms.polygon(-top, -0.6, top, -0.6, 1, 0.6, -1, 0.6));
        });
    shapes.put("pentagon", d -> Figure.of(Forms.regular(5, 1).stretched(1, d.between(0.85, 1.1))));
    shapes.put("octagon", d -> Figure.of(Forms.regular(8, 1).stretched(1, d.between(0.85, 1.1))));
    shapes.put(
        "cross",
        d -> {
          double arm = d.between(0.2, 0.33);
          return Figure.of(Forms.box(0.95, arm).or(Forms.box(arm, 0.95)));
        });
    shapes.put(
        "arrow",
        d -> {
          double neck = d.between(-0.1, 0.25);
          double stem = d.between(0.15, 0.25);
          return Figure.of(
              Forms.polygon(
                  1, 0, neck, 0.7, neck, stem, -1, stem, -1, -stem, neck, -stem, neck, -0.7));
        });
    shapes.put(
        "chevron",
        d -> {
          double depth = d.between(0.45, 0.65);
          return Figure.of(
              Forms.polygon(
                  0,
                  -0.6,
                  0.95,
                  0.2,
                  0.95,
                  0.2 + depth,
                  0,
                  -0.6 + depth,
                  -0.95,
                  0.2 + depth,
                  -0.95,
                  0.2));
        });
    shapes.put(
        "hourglass",
        d -> {
          double waist = d.between(0.06, 0.18);
          return Figure.of(
              Forms.polygon(-0.7, -0.95, 0.7, -0.95, waist, 0, 0.7, 0.95, -0.7, 0.95, -waist, 0));
        });
  }

  private static void spiky(Map<String, Drawing> shapes) {
    shapes.put("star-four", d -> Figure.of(Forms.star(4, 1.1, d.between(0.25, 0.42))));
    shapes.put("star-five", d -> Figure.of(Forms.star(5, 1.05, d.between(0.4, 0.52))));
    shapes.put("star-many", d -> Figure.of(Forms.star(d.count(8, 12), 1.05, d.between(0.6, 0.75))));
    shapes.put("gear", d -> Figure.of(gear(d.count(7, 10), d.between(0.2, 0.4))));
    shapes.put("pinwheel", d -> Figure.of(pinwheel(d.count(3, 5), d.sign())));
    shapes.put(
        "lightning",
        d -> {
          double w = d.between(0.25, 0.4);
          return Figure.of(
              Forms.polygon(
                  0.25, -1.05, 0.25 + w, -1.05, 0.15, -0.2, 0.5, -0.2, -0.4, 1.05, -0.1, 0.1, -0.5,
                  0.1));
        });
    shapes.put("comb", d -> Figure.of(comb(d.count(4, 6), d.between(0.06, 0.1))));
  }

  private static Region gear(int teeth, double hole) {
    double[] points = new double[8 * teeth];
    for (int i = 0; i < 4 * teeth; i++) {
      double radius = i % 4 < 2 ? 1.0 : 0.76;
      double angle = 2 * PI * (i + (i % 2 == 0 ? 0.1 : -0.1)) / (4 * teeth);
      points[2 * i] = radius * StrictMath.cos(angle);
      points[2 * i + 1] = radius * StrictMath.sin(angle);
    }
    return Forms.polygon(points).minus(Forms.disc(hole));
  }

  private static Region pinwheel(int blades, double way) {
    Region[] all = new Region[blades];
    for (int i = 0; i < blades; i++) {
      all[i] = Forms.polygon(0, 0, 1.05, 0, 0.75, way * 0.6).turned(2 * PI * i / blades);
    }
    return Forms.union(all);
  }

  private static Region comb(int teeth, double half) {
    Region all = Forms.box(0.95, 0.17).moved(0, -0.6);
    for (int i = 0; i < teeth; i++) {
      double x = -0.95 + half + (1.9 - 2 * half) * i / (teeth - 1);
      all = all.or(Forms.box(half, 0.6).moved(x, 0.1));
    }
    return all;
  }

  private static void bands(Map<String, Drawing> shapes) {
    shapes.put("ring", d -> Figure.of(Forms.ring(0.75, d.between(0.1, 0.22))));
    shapes.put("frame", d -> Figure.of(Forms.box(0.8, d.between(0.5, 0.8)).outline(width(d))));
    shapes.put(
        "triangle-frame", d -> Figure.of(Forms.regular(3, 0.95).outline(d.between(0.08, 0.14))));
    shapes.put(
        "horseshoe", d -> Figure.of(Forms.arc(0.75, 0, d.between(3.8, 4.9), d.between(0.12, 0.2))));
    shapes.put("spiral", d -> Figure.of(spiral(d.between(2, 2.6), d.sign(), d.between(0.07, 0.1))));
    shapes.put(
        "eight",
        d -> {
          double r = d.between(0.4, 0.48);
          double w = width(d);
          return Figure.of(Forms.ring(r, w).moved(0, -r).or(Forms.ring(r, w).moved(0, r)));
        });
    shapes.put(
        "squiggle",
        d -> {
          double a = d.between(0.35, 0.6);
          return Figure.of(Forms.path(width(d), -1, a, -0.5, -a, 0, a, 0.5, -a, 1, a));
        });
    shapes.put(
        "stroke-h", d -> strokes(d, -0.6, -0.9, -0.6, 0.9, -0.6, 0, 0.6, 0, 0.6, -0.9, 0.6, 0.9));
    shapes.put("stroke-t", d -> strokes(d, -0.75, -0.85, 0.75, -0.85, 0, -0.85, 0, 0.95));
    shapes.put("stroke-l", d -> strokes(d, -0.5, -0.9, -0.5, 0.8, -0.5, 0.8, 0.7, 0.8));
    shapes.put("stroke-y", d -> strokes(d, -0.7, -0.9, 0, 0, 0.7, -0.9, 0, 0, 0, 0, 0, 0.95));
    shapes.put(
        "stroke-e",
        d ->
            strokes(
                d, -0.5, -0.9, -0.5, 0.9, -0.5, -0.9, 0.6, -0.9, -0.5, 0, 0.5, 0, -0.5, 0.9, 0.6,
                0.9));
    shapes.put(
        "asterisk",
        d -> {
          int arms = d.chance(0.5) ? 3 : 4;
          Region bar = Forms.segment(-0.95, 0, 0.95, 0, d.between(0.07, 0.12));
          Region all = bar;
          for (int i = 1; i < arms; i++) {
            all = all.or(bar.turned(PI * i / arms));
          }
          return Figure.of(all);
        });
  }

  private static double width(Dice dice) {
    return dice.between(0.09, 0.17);
  }

  /** Separate strokes, four numbers each: from x, y to x, y. */
  private static Figure strokes(Dice dice, double... ends) {
    double width = dice.between(0.1, 0.19);
    double narrow = dice.between(0.8, 1.05);
    Region[] all = new Region[ends.length / 4];
    for (int i = 0; i < all.length; i++) {
      all[i] =
          Forms.segment(
              narrow * ends[4 * i],
              ends[4 * i + 1],
              narrow * ends[4 * i + 2],
              ends[4 * i + 3],
              width);
    }
    return Figure.of(Forms.union(all));
  }

  private static Region spiral(double turns, double way, double halfWidth) {
    int pieces = (int) (turns * 12);
    double[] points = new double[2 * pieces + 2];
    for (int i = 0; i <= pieces; i++) {
      double angle = 2 * PI * turns * i / pieces;
      double radius = 0.06 + 0.92 * i / pieces;
      points[2 * i] = radius * StrictMath.cos(angle);
      points[2 * i + 1] = way * radius * StrictMath.sin(angle);
    }
    return Forms.path(halfWidth, points);
  }
}
