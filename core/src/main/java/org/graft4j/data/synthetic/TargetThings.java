package org.graft4j.data.synthetic;

import java.util.Map;
import java.util.TreeMap;

/** The target task's things: several parts each, none of which is a class of the source. */
final class TargetThings {
  private static final double PI = StrictMath.PI;

  private TargetThings() {}

  static Map<String, Drawing> all() {
    Map<String, Drawing> all = new TreeMap<>();
    all.put("bicycle", TargetThings::bicycle);
    all.put("boat", TargetThings::boat);
    all.put("cup", TargetThings::cup);
    all.put("fish", TargetThings::fish);
    all.put("house", TargetThings::house);
    all.put("key", TargetThings::key);
    all.put("mushroom", TargetThings::mushroom);
    all.put("tree", TargetThings::tree);
    return all;
  }

  private static Figure house(Dice d) {
    double half = d.between(0.55, 0.85);
    double eaves = d.between(-0.3, 0);
    double ridge = d.between(-1, -0.75);
    double over = half + d.between(0.05, 0.2);
    double peak = d.between(-0.3, 0.3);
    double middle = (eaves + 0.9) / 2;
    Figure house =
        Figure.of(Forms.box(half, 0.9 - middle).moved(0, middle))
            .with(Forms.polygon(peak, ridge, over, eaves, -over, eaves), 1);
    double door = d.between(-0.4, 0.4) * half;
    house = house.with(Forms.box(0.13, 0.26).moved(door, 0.64), 2);
    double window = door > 0 ? door - 0.5 : door + 0.5;
    house = house.with(Forms.box(0.13, 0.12).moved(window, 0.35), 3);
    if (d.chance(0.5)) {
      double x = d.sign() * 0.45 * over;
      Region chimney = Forms.box(0.09, 0.25).moved(x, (ridge + eaves) / 2 - 0.15);
      Figure behind = Figure.of(Forms.box(half, 0.9 - middle).moved(0, middle)).with(chimney, 3);
      for (Figure.Part part : house.parts().subList(1, house.parts().size())) {
        behind = behind.with(part.region(), part.tone());
      }
      return behind;
    }
    return house;
  }

  private static Figure fish(Dice d) {
    double height = d.between(0.35, 0.55);
    double tail = d.between(0.3, 0.5);
    double notch = d.between(0.75, 0.95);
    Region body = Forms.ellipse(0.75, height).moved(-0.25, 0);
    Region fin = Forms.polygon(0.35, 0, 1.05, -tail, notch, 0, 1.05, tail);
    double back = d.between(-0.5, -0.1);
    Region top = Forms.polygon(back, -0.8 * height, back + 0.5, -height - 0.22, back + 0.45, -0.2);
    Figure fish = Figure.of(fin.or(top)).with(body, d.below(2));
    if (d.chance(0.5)) {
      fish = fish.with(Forms.arc(0.4, -0.8, 1.6, 0.04).moved(-0.85, 0).and(body), 2);
    }
    return fish.with(Forms.disc(d.between(0.07, 0.11)).moved(-0.68, -0.3 * height), 3);
  }

  private static Figure tree(Dice d) {
    double trunk = d.between(0.08, 0.17);
    double lean = d.between(-0.1, 0.1);
    Figure tree =
        Figure.of(Forms.polygon(-trunk, 0.95, trunk, 0.95, lean + 0.6 * trunk, 0, lean, 0));
    if (d.chance(0.5)) {
      double spread = d.between(0.55, 0.8);
      for (int i = 0; i < 3; i++) {
        double wide = spread * (1 - 0.2 * i);
        double base = 0.5 - 0.45 * i;
        tree = tree.with(Forms.polygon(lean, base - 0.75, lean + wide, base, lean - wide, base), 1);
      }
      return tree;
    }
    Region crown = Forms.disc(d.between(0.4, 0.55)).moved(lean, -0.35);
    int lobes = d.count(4, 6);
    for (int i = 0; i < lobes; i++) {
      double angle = 2 * PI * i / lobes + d.between(-0.3, 0.3);
      double out = d.between(0.35, 0.5);
      double x = lean + out * StrictMath.cos(angle);
      double y = -0.35 + 0.8 * out * StrictMath.sin(angle);
      crown = crown.or(Forms.disc(d.between(0.25, 0.36)).moved(x, y));
    }
    return tree.with(crown, 1);
  }

  private static Figure cup(Dice d) {
    double top = d.between(0.5, 0.7);
    double bottom = top * d.between(0.65, 1);
    double high = d.between(0.5, 0.75);
    Region handle = Forms.ring(d.between(0.28, 0.4), 0.08).stretched(0.85, 1.1).moved(top, 0.05);
    Region body = Forms.polygon(-top, -high, top, -high, bottom, high, -bottom, high);
    Figure cup = Figure.of(handle.minus(body)).with(body, 0);
    cup = cup.with(Forms.ellipse(top, 0.13).moved(0, -high), d.count(1, 2));
    if (d.chance(0.4)) {
      cup = cup.with(Forms.box(2, 0.1).moved(0, d.between(-0.1, 0.3)).and(body), 3);
    }
    if (d.chance(0.4)) {
      cup = cup.with(Forms.ellipse(bottom + 0.3, 0.09).moved(0, high + 0.03), 1);
    }
    return cup;
  }

  private static Figure key(Dice d) {
    double bow = d.between(0.32, 0.44);
    double shaft = d.between(0.07, 0.11);
    Region head =
        d.chance(0.5)
            ? Forms.disc(bow).minus(Forms.disc(0.45 * bow))
            : Forms.box(bow, 0.9 * bow).minus(Forms.disc(0.4 * bow));
    Region key = head.moved(-0.7, 0).or(Forms.box(0.65, shaft).moved(0.3, 0));
    int teeth = d.count(2, 3);
    for (int i = 0; i < teeth; i++) {
      double length = d.between(0.12, 0.2);
      key = key.or(Forms.box(0.065, length).moved(0.88 - 0.24 * i, shaft + length - 0.02));
    }
    return Figure.of(key);
  }

  private static Figure mushroom(Dice d) {
    double wide = d.between(0.65, 0.95);
    double high = d.between(0.55, 0.85);
    double rim = d.between(-0.1, 0.15);
    double foot = d.between(0.16, 0.32);
    Region stem =
        Forms.polygon(-foot, 0.95, foot, 0.95, 0.7 * foot, rim - 0.1, -0.7 * foot, rim - 0.1);
    Region cap = Forms.ellipse(wide, high).and(Forms.halfPlane(PI / 2)).moved(0, rim);
    Figure mushroom = Figure.of(stem).with(cap, 1);
    int spots = d.below(5);
    for (int i = 0; i < spots; i++) {
      double x = wide * d.between(-0.6, 0.6);
      double y = rim - high * d.between(0.15, 0.7);
      mushroom = mushroom.with(Forms.disc(d.between(0.07, 0.13)).moved(x, y).and(cap), 2);
    }
    return mushroom;
  }

  private static Figure boat(Dice d) {
    double bow = d.between(0.8, 1);
    double keel = d.between(0.4, 0.65);
    double deck = d.between(0.35, 0.5);
    double mast = d.between(-0.2, 0.2);
    Region hull = Forms.polygon(-bow, deck, bow, deck, keel, 0.9, -keel, 0.9);
    Figure boat = Figure.of(hull).with(Forms.box(0.045, 0.75).moved(mast, deck - 0.7), 1);
    double boom = deck - 0.15;
    double aft = mast - d.between(0.55, 0.75);
    double top = deck - 1.35;
    boat = boat.with(Forms.polygon(mast - 0.08, top, mast - 0.08, boom, aft, boom), 2);
    if (d.chance(0.6)) {
      double fore = mast + d.between(0.4, 0.65);
      double from = top + d.between(0.1, 0.4);
      boat =
          boat.with(Forms.polygon(mast + 0.08, from, mast + 0.08, boom, fore, boom), d.count(2, 3));
    }
    return boat;
  }

  private static Figure bicycle(Dice d) {
    double wheel = d.between(0.36, 0.44);
    double tyre = d.between(0.045, 0.08);
    double bar = d.between(0.04, 0.065);
    double seat = d.between(-0.6, -0.4);
    double y = 0.4;
    Region wheels =
        Forms.ring(wheel, tyre).moved(-0.65, y).or(Forms.ring(wheel, tyre).moved(0.65, y));
    Region frame =
        Forms.path(bar, -0.65, y, -0.3, -0.2, 0.4, -0.25, -0.05, y, -0.65, y)
            .or(Forms.path(bar, -0.05, y, -0.35, seat + 0.1))
            .or(Forms.path(bar, 0.65, y, 0.35, seat, 0.55, seat - 0.05));
    Region saddle = Forms.segment(-0.5, seat + 0.08, -0.2, seat + 0.08, 0.07);
    return Figure.of(wheels).with(frame, 1).with(saddle, d.count(0, 2));
  }
}
