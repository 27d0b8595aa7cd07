package org.graft4j.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;

class FigureTest {

  private static Map<String, Drawing> all() {
    Map<String, Drawing> all = new TreeMap<>(SourceShapes.all());
    all.putAll(SourceTextures.all());
    all.putAll(SourceArrangements.all());
    all.putAll(TargetThings.all());
    return all;
  }

  /** The canvas leaves out what lies beyond: a figure that reached further would be cut. */
  @Test
  void silhouette_beyondReach_isEmpty() {
    all()
        .forEach(
            (name, drawing) -> {
              for (int item = 0; item < 50; item++) {
                Region region = drawing.figure(dice(name, item)).silhouette();
                for (int i = 0; i < 90; i++) {
                  double angle = 2 * Math.PI * i / 90;
                  double x = Figure.REACH * Math.cos(angle);
                  double y = Figure.REACH * Math.sin(angle);
                  assertThat(region.distance(x, y)).as(name).isPositive();
                }
              }
            });
  }

  /** Too little of it could not be seen at 64 pixels, too much would leave no background. */
  @Test
  void silhouette_ofEveryClass_coversAVisibleShare() {
    all()
        .forEach(
            (name, drawing) -> {
              for (int item = 0; item < 20; item++) {
                Region region = drawing.figure(dice(name, item)).silhouette();
                int inside = 0;
                for (int i = 0; i < 60 * 60; i++) {
                  double x = (i % 60 + 0.5) / 30 - 1;
                  double y = (Math.floorDiv(i, 60) + 0.5) / 30 - 1;
                  inside += region.distance(x, y) < 0 ? 1 : 0;
                }
                assertThat(inside / 3600.0).as(name).isBetween(0.08, 0.95);
              }
            });
  }

  /**
   * Anti-aliasing takes the distance for pixels: across the border it must change by about 1, but
   * for the corners, where it has no slope.
   */
  @Test
  void silhouette_acrossTheBorder_changesByAboutOneAUnit() {
    double step = 1e-4;
    all()
        .forEach(
            (name, drawing) -> {
              Region region = drawing.figure(dice(name, 1)).silhouette();
              int near = 0;
              int right = 0;
              for (int i = 0; i < 200 * 200; i++) {
                double x = (i % 200) / 80.0 - 1.25;
                double y = Math.floorDiv(i, 200) / 80.0 - 1.25;
                double here = region.distance(x, y);
                if (Math.abs(here) < 0.02) {
                  double dx = (region.distance(x + step, y) - here) / step;
                  double dy = (region.distance(x, y + step) - here) / step;
                  double slope = Math.hypot(dx, dy);
                  near++;
                  right += slope > 0.6 && slope < 1.6 ? 1 : 0;
                }
              }
              assertThat(near).as(name).isGreaterThan(100);
              assertThat(right / (double) near).as(name).isGreaterThan(0.9);
            });
  }

  private static Dice dice(String name, int item) {
    return new Dice(Seed.of(11).stream(name, item));
  }
}
