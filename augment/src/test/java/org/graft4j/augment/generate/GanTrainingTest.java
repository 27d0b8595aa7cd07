package org.graft4j.augment.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class GanTrainingTest {
  private static final GanSettings FEW =
      GanSettings.standard(Seed.of(3)).withSteps(30).withWidth(8).withBatch(8);

  private static GanResult run(GanTraining training) {
    return training.run(Shapes.draw(4, 1), Shapes.labels(4));
  }

  @Test
  void sameSeed_drawsTheSameBytes_andLeavesNd4jsGenerator() {
    RngState before = RngState.capture();
    try (GanResult one = run(GanTraining.of(Shapes.LABELS, FEW));
        GanResult two = run(GanTraining.of(Shapes.LABELS, FEW));
        GanResult other = run(GanTraining.of(Shapes.LABELS, FEW.withSeed(Seed.of(4))))) {
      byte[] drawn = drawn(one, 1).rgb();

      // Not isEqualTo: a failure would print all of them.
      assertThat(Arrays.equals(drawn(two, 1).rgb(), drawn)).isTrue();
      assertThat(one.generator().network().params().equals(two.generator().network().params()))
          .isTrue();
      assertThat(Arrays.equals(drawn(other, 1).rgb(), drawn)).isFalse();
      assertThat(RngState.capture()).isEqualTo(before);
    }
  }

  private static Picture drawn(GanResult result, int count) {
    return result.generator().pictures(2, count, Seed.of(9)).get(0);
  }

  @Test
  void morePictures_leaveTheFirstOnesAsTheyAre() {
    try (GanResult result = run(GanTraining.of(Shapes.LABELS, FEW))) {
      assertThat(Arrays.equals(drawn(result, 40).rgb(), drawn(result, 1).rgb())).isTrue();
      List<Picture> two = result.generator().pictures(2, 2, Seed.of(9));
      assertThat(Arrays.equals(two.get(0).rgb(), two.get(1).rgb())).isFalse();
    }
  }

  @Test
  void greyPictures_giveGreyOnes() {
    try (GanResult result = run(GanTraining.of(Shapes.LABELS, FEW))) {
      byte[] rgb = drawn(result, 1).rgb();

      for (int i = 0; i < rgb.length; i += 3) {
        assertThat(rgb[i]).isEqualTo(rgb[i + 1]).isEqualTo(rgb[i + 2]);
      }
    }
  }

  @Test
  void stopAtOnce_isJudgedAndNotUsable() {
    List<GanEvent> events = new ArrayList<>();
    try (GanResult result =
        run(
            GanTraining.of(Shapes.LABELS, FEW)
                .withListener(events::add)
                .stopWhen(() -> events.size() == 2))) {
      assertThat(result.ending()).isEqualTo(GanResult.Ending.STOPPED);
      assertThat(result.steps()).isEqualTo(2);
      assertThat(result.checks()).hasSize(1);
      assertThat(result.usable()).isFalse();
      assertThat(result.message()).contains("after step 2").contains("give it more steps");
      assertThat(drawn(result, 1).width()).isEqualTo(32);
    }
  }

  @Test
  void stepsBeforeTheFirstCheck_areJudgedAtTheEnd_andNotUsable() {
    try (GanResult result = run(GanTraining.of(Shapes.LABELS, FEW.withSteps(5)))) {
      assertThat(result.ending()).isEqualTo(GanResult.Ending.COLLAPSED);
      assertThat(result.steps()).isEqualTo(5);
      assertThat(result.usable()).isFalse();
      assertThat(result.message()).contains("at step 5").contains("nearly all the same");
    }
  }

  @Test
  void deadClassAmongMany_isSeenByEachCheck() {
    LabelMap twelve = LabelMap.of(IntStream.range(0, 12).mapToObj(i -> "c" + (10 + i)).toList());
    List<Picture> pictures = new ArrayList<>();
    int[] labels = new int[24];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i / 2;
      // Real ones that differ in each class, and in one more than any generated ones ever will.
      pictures.add(labels[i] == 11 ? Shapes.flat(255 * (i % 2)) : Shapes.draw(4, 1).get(labels[i]));
      if (labels[i] < 11 && i % 2 == 1) {
        pictures.set(i, pictures.get(i - 1));
      }
    }
    try (GanResult result =
        GanTraining.of(twelve, FEW.withLearningRate(1e-12)).run(pictures, labels)) {
      assertThat(result.checks())
          .isNotEmpty()
          .allMatch(check -> check.leastDiverse().equals("c21"))
          .allMatch(check -> check.leastDiversity() < 0.1);
    }
  }

  @Test
  void keptState_isTheOneThatComesBack() {
    GanNetworks form = new GanNetworks(32, 1, 3, 4, 8, 1e-3, DataType.FLOAT);
    try (Player trained = new Player(form.generator(1));
        AveragedGenerator averaged = new AveragedGenerator(form, trained.network())) {
      trained.network().params().assign(0.5);
      averaged.follow(7, trained.network());
      averaged.keep(7);
      float kept = averaged.network().params().getFloat(0);
      trained.network().params().assign(100);
      averaged.follow(8, trained.network());
      assertThat(averaged.network().params().getFloat(0)).isGreaterThan(kept + 1);

      assertThat(averaged.goBack()).isEqualTo(7);
      assertThat(averaged.network().params().getFloat(0)).isEqualTo(kept);
    }
  }

  @Test
  void lossThatIsNoNumber_isACollapseWithNothingKept() {
    GanSettings wild = new GanSettings(32, 60, 8, 8, 1e30, Seed.of(1));
    try (GanResult result = run(GanTraining.of(Shapes.LABELS, wild))) {
      assertThat(result.ending()).isEqualTo(GanResult.Ending.COLLAPSED);
      assertThat(result.usable()).isFalse();
      assertThat(result.message()).contains("lower the learning rate");
    }
  }

  @Test
  void classWithOnePicture_isNamed() {
    assertThatThrownBy(
            () ->
                GanTraining.of(Shapes.LABELS, FEW)
                    .run(Shapes.draw(1, 1).subList(0, 2), new int[] {0, 0}))
        .hasMessageContaining("'disc' had 0");
  }

  @Test
  void badSettings_areNamed() {
    assertThatThrownBy(() -> FEW.withSize(48)).hasMessage("size must be 32 or 64, but was 48");
    assertThatThrownBy(() -> FEW.withSteps(0)).hasMessageContaining("steps must be from 1");
    assertThatThrownBy(() -> new GanSettings(32, 1, 8, 8, Double.NaN, Seed.of(1)))
        .hasMessageContaining("NaN");
  }
}
