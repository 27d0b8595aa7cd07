package org.graft4j.augment.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.graft4j.data.Picture;
import org.junit.jupiter.api.Test;

class CollapseWatchTest {
  private final CollapseWatch watch = new CollapseWatch();

  private boolean good(int step, double loss, double diversity) {
    return watch.good(new GanCheck(step, loss, 1, diversity, "daisy"));
  }

  @Test
  void healthyGame_isNeverLost() {
    for (int step = 100; step < 1000; step += 100) {
      assertThat(good(step, 0.6, 0.8)).isTrue();
    }
    assertThat(watch.lost()).isEmpty();
  }

  @Test
  void threeBadChecksInARow_loseIt_andNameTheClass() {
    good(100, 0.6, 0.8);
    assertThat(good(200, 0.6, 0.05)).isFalse();
    good(300, 0.6, 0.05);
    assertThat(watch.lost()).isEmpty();
    good(400, 0.6, 0.05);

    assertThat(watch.lost().orElseThrow())
        .contains("step 400")
        .contains("'daisy'")
        .contains("0.05");
  }

  @Test
  void recovery_startsTheCountAnew() {
    good(100, 0.6, 0.05);
    good(200, 0.6, 0.05);
    good(300, 0.6, 0.5);
    good(400, 0.6, 0.05);

    assertThat(watch.lost()).isEmpty();
  }

  @Test
  void discriminatorThatTellsAll_losesIt() {
    good(100, 0.01, 0.8);
    good(200, 0.01, 0.8);
    good(300, 0.01, 0.8);

    assertThat(watch.lost().orElseThrow()).contains("discriminator");
  }

  @Test
  void beginning_isNotJudged() {
    for (int step = 25; step < 100; step += 25) {
      assertThat(good(step, 0.6, 0.0)).isFalse();
    }
    assertThat(watch.lost()).isEmpty();
  }

  @Test
  void lastState_isJudgedAlsoAtTheBeginning() {
    good(5, 0.6, 0.01);
    assertThat(watch.problem().orElseThrow()).contains("step 5").contains("more steps");
    good(500, 0.6, 0.01);
    assertThat(watch.problem().orElseThrow()).contains("step 500").contains("seed");
    good(600, 0.6, 0.8);
    assertThat(watch.problem()).isEmpty();
  }

  @Test
  void numbersThatAreNone_areBad() {
    assertThat(good(500, 0.6, Double.NaN)).isFalse();
    assertThat(good(600, Double.NaN, 0.8)).isFalse();
    assertThat(CollapseWatch.least(new double[] {0.5, Double.NaN, 0.1})).isEqualTo(1);
    assertThat(CollapseWatch.least(new double[] {Double.NaN, 0.5})).isZero();
    assertThat(CollapseWatch.least(new double[] {0.5, 0.1, 0.3})).isEqualTo(1);
  }

  @Test
  void diversity_ofEqualPicturesIsZero_ofShapesIsNot() {
    List<Picture> shapes = Shapes.draw(6, 2).subList(0, 6);

    assertThat(Diversity.of(List.of(shapes.get(0), shapes.get(0)))).isZero();
    assertThat(Diversity.of(shapes)).isGreaterThan(5);
    assertThat(Diversity.of(List.of())).isZero();
  }
}
