package org.graft4j.data.synthetic;

import java.util.Map;
import java.util.TreeMap;

/** The source task's textures: a patch of no particular outline with two colours on it. */
final class SourceTextures {
  private SourceTextures() {}

  /** How a texture varies within its class. */
  @FunctionalInterface
  interface Weave {
    Region texture(Dice dice);
  }

  static Map<String, Weave> weaves() {
    Map<String, Weave> weaves = new TreeMap<>();
    weaves.put("texture-stripes", d -> Textures.stripes(d.between(0.35, 0.6)));
    weaves.put("texture-checker", d -> Textures.checker().scaled(0.8));
    weaves.put("texture-dots", d -> Textures.dots(d.between(0.22, 0.36)));
    weaves.put("texture-waves", d -> Textures.waves(d.between(0.2, 0.35), d.between(0.4, 0.6)));
    weaves.put("texture-zigzag", d -> Textures.zigzag(d.between(0.4, 0.6)).scaled(1.2));
    weaves.put("texture-bricks", d -> Textures.bricks(d.between(0.07, 0.13)));
    weaves.put("texture-grid", d -> Textures.grid(d.between(0.08, 0.16)));
    weaves.put(
        "texture-rings",
        d -> Textures.rings(d.between(0.4, 0.6)).moved(d.between(-0.7, 0.7), d.between(-0.7, 0.7)));
    weaves.put(
        "texture-rays",
        d -> Textures.rays(d.count(8, 14)).moved(d.between(-0.7, 0.7), d.between(-0.7, 0.7)));
    weaves.put("texture-clouds", d -> Textures.clouds(d.word()));
    weaves.put("texture-honeycomb", d -> Textures.honeycomb(d.between(0.07, 0.13)));
    weaves.put("texture-scales", d -> Textures.scales(d.between(0.06, 0.11)));
    weaves.put("texture-speckle", d -> Textures.speckle(d.word()).scaled(0.8));
    weaves.put("texture-triangles", d -> Textures.triangles().scaled(0.9));
    return weaves;
  }

  static Map<String, Drawing> all() {
    Map<String, Drawing> drawings = new TreeMap<>();
    weaves()
        .forEach(
            (name, weave) ->
                drawings.put(
                    name,
                    dice -> {
                      double period = dice.between(0.34, 0.62);
                      Region texture = weave.texture(dice).scaled(period);
                      return Figure.textured(patch(dice), texture);
                    }));
    return drawings;
  }

  /** An uneven round patch: three discs run together, or a rounded box. */
  private static Region patch(Dice dice) {
    if (dice.chance(0.4)) {
      return Forms.box(dice.between(0.65, 0.8), dice.between(0.65, 0.8)).grown(0.15);
    }
    Region patch = Forms.disc(dice.between(0.75, 0.9));
    for (int i = 0; i < 3; i++) {
      Region lobe = Forms.disc(dice.between(0.45, 0.65));
      patch = patch.or(lobe.moved(dice.between(-0.4, 0.4), dice.between(-0.4, 0.4)));
    }
    return patch.stretched(1.05, dice.between(0.9, 1.08));
  }
}
