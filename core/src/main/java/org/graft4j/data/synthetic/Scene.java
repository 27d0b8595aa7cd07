package org.graft4j.data.synthetic;

import java.util.List;
import org.graft4j.data.Picture;

/**
 * A figure in its pose, with colours, light and surroundings that say nothing about its class. The
 * same dice give the same scene at any size of the picture.
 */
final class Scene {
  private static final Pose WHOLE = Pose.plain(0.5, 0.5, 1);

  /** Backgrounds and fills take any of these, so that no texture tells a shape. */
  private static final List<SourceTextures.Weave> WEAVES =
      List.copyOf(SourceTextures.weaves().values());

  private final Dice dice;
  private final Canvas canvas;
  private final int size;
  private final Conditions conditions;
  private final double vividness;

  private Scene(Conditions conditions, Dice dice, int size) {
    this.conditions = conditions;
    this.dice = dice;
    this.size = size;
    this.canvas = new Canvas(size);
    this.vividness = dice.chance(0.12) ? 0 : dice.between(0.4, 1);
  }

  static Picture draw(Drawing drawing, Conditions conditions, int size, Dice dice) {
    Scene scene = new Scene(conditions, dice, size);
    Figure figure = drawing.figure(dice);
    Pose pose = Pose.random(dice, conditions.turn(), conditions.smallest());
    Colour ground = scene.background();
    scene.clutter();
    scene.object(figure, pose, ground);
    scene.occlude(pose);
    return scene.develop();
  }

  /** Paints the background and returns its main colour. */
  private Colour background() {
    Colour ground = Colour.any(dice, vividness);
    Colour other = ground.mixed(Colour.any(dice, vividness), dice.between(0.1, 0.3));
    Paint paint = Paint.plain(ground).lit(dice.between(-0.3, 0.3), dice.between(-0.3, 0.3));
    switch (dice.below(4)) {
      case 0 -> canvas.paint(null, WHOLE, paint);
      case 1 -> {
        Region clouds = Textures.clouds(dice.word()).scaled(dice.between(0.1, 0.3));
        canvas.paint(null, WHOLE, paint.textured(clouds, other));
      }
      case 2 -> {
        Region weave = WEAVES.get(dice.below(WEAVES.size())).texture(dice);
        Region turned = weave.scaled(dice.between(0.09, 0.2)).turned(dice.angle());
        canvas.paint(null, WHOLE, paint.textured(turned, ground.mixed(other, 0.6)));
      }
      default -> {
        Region half = Forms.halfPlane(dice.angle()).moved(0, dice.between(-0.2, 0.2));
        canvas.paint(null, WHOLE, paint.textured(half, other));
      }
    }
    return ground;
  }

  /** Small things of no meaning behind the object. */
  private void clutter() {
    int things = Math.max(0, dice.count(-2, conditions.clutter()));
    for (int i = 0; i < things; i++) {
      double reach = dice.between(0.03, 0.11);
      Pose pose = Pose.plain(dice.unit(), dice.unit(), reach);
      Region thing =
          switch (dice.below(4)) {
            case 0 -> Forms.ellipse(1, dice.between(0.5, 1));
            case 1 -> Forms.box(1, dice.between(0.2, 0.8));
            case 2 -> Forms.regular(3, 1);
            default -> Forms.segment(-1, 0, 1, 0, dice.between(0.1, 0.25));
          };
      canvas.paint(thing.turned(dice.angle()), pose, Paint.plain(Colour.any(dice, vividness)));
    }
  }

  private void object(Figure figure, Pose pose, Colour ground) {
    Colour main = Colour.unlike(dice, vividness, 0.28, ground);
    Colour second = Colour.unlike(dice, vividness, 0.25, ground, main);
    Colour third = Colour.unlike(dice, vividness, 0.22, main, second);
    Colour fourth = Colour.unlike(dice, vividness, 0.22, main, second);
    Colour[] tones = {main, second, third, fourth};
    if (dice.chance(0.35)) {
      double dx = dice.between(-0.07, 0.07);
      double dy = dice.between(0.02, 0.08);
      Paint shadow = Paint.shadow(dice.between(0.2, 0.5), dice.between(0.1, 0.3));
      canvas.paint(figure.silhouette(), pose.shifted(dx, dy), shadow);
    }
    double lightX = dice.between(-0.25, 0.25);
    double lightY = dice.between(-0.25, 0.25);
    double rim = dice.chance(0.3) ? dice.between(0.04, 0.08) : 0;
    double rimLight = dice.chance(0.5) ? dice.between(0.4, 0.7) : dice.between(1.3, 1.6);
    boolean grained = dice.chance(0.3);
    for (Figure.Part part : figure.parts()) {
      Colour tone = tones[part.tone()];
      Paint paint = Paint.plain(tone).lit(lightX, lightY).rimmed(rim, rimLight);
      if (part.texture() != null) {
        paint = paint.textured(part.texture(), second);
      } else if (grained) {
        Region weave = WEAVES.get(dice.below(WEAVES.size())).texture(dice);
        Region grain = weave.scaled(dice.between(0.25, 0.5)).turned(dice.angle());
        paint = paint.textured(grain, tone.mixed(Colour.any(dice, vividness), 0.15));
      }
      canvas.paint(part.region(), pose, paint);
    }
  }

  /** Sometimes something stands before the edge of the object. */
  private void occlude(Pose pose) {
    if (!dice.chance(conditions.occlusion())) {
      return;
    }
    double angle = dice.angle();
    double away = pose.scale() * dice.between(0.75, 1);
    double reach = pose.scale() * dice.between(0.2, 0.4);
    double cx = pose.cx() + away * StrictMath.cos(angle);
    double cy = pose.cy() + away * StrictMath.sin(angle);
    Region thing =
        dice.chance(0.5)
            ? Forms.ellipse(1, dice.between(0.6, 1))
            : Forms.box(1, dice.between(0.2, 0.6));
    Paint paint = Paint.plain(Colour.any(dice, vividness));
    canvas.paint(thing.turned(dice.angle()), Pose.plain(cx, cy, reach), paint);
  }

  private Picture develop() {
    double cast = dice.between(0, 0.12) * vividness;
    Colour tint =
        new Colour(1 - cast * dice.unit(), 1 - cast * dice.unit(), 1 - cast * dice.unit());
    double slope = conditions.slope();
    double slopeX = dice.between(-slope, slope);
    canvas.light(dice.between(0.7, 1.15), slopeX, dice.between(-slope, slope), tint);
    canvas.blur(dice.between(0, conditions.blur()) * size / 64);
    return canvas.picture(dice.between(0, conditions.noise()), dice.word());
  }
}
