package org.graft4j.augment.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.graft4j.data.Interpolation;
import org.graft4j.data.Picture;
import org.graft4j.data.PictureResize;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;

class GenerationDistanceTest {

  @Test
  void pictures_areMeasuredAtTheGeneratorsSize() {
    GanSettings settings = GanSettings.standard(Seed.of(3)).withSteps(1).withWidth(8).withBatch(8);
    List<Picture> small = Shapes.draw(6, 1);
    List<Picture> large =
        small.stream().map(p -> PictureResize.to(p, 64, 64, Interpolation.BILINEAR)).toList();
    List<Integer> sides = new ArrayList<>();
    PictureFeatures features =
        pictures -> {
          pictures.forEach(picture -> sides.add(picture.width()));
          return Shapes.cells(pictures);
        };
    try (GanResult result =
        GanTraining.of(Shapes.LABELS, settings).stopWhen(() -> true).run(small, Shapes.labels(6))) {
      int[] labels = Shapes.labels(6);
      GenerationDistance distance =
          GenerationDistance.of(result.generator(), large, labels, features, Seed.of(1));

      assertThat(sides).hasSize(27).containsOnly(32);
      // Nine of each half, and nine drawn; noise is farther from shapes than shapes are.
      assertThat(distance.real().n1()).isEqualTo(9);
      assertThat(distance.generated().value()).isGreaterThan(distance.real().value());
    }
  }
}
