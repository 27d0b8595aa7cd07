package org.graft4j.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DrawnTaskTest {

  static DrawnTask[] tasks() {
    return new DrawnTask[] {DrawnTask.source(), DrawnTask.target()};
  }

  private static Picture draw(DrawnTask task, int label, int size, long item) {
    return task.draw(label, size, Seed.of(3).stream("test", item));
  }

  @Test
  void source_classes_areAtLeastForty() {
    assertThat(DrawnTask.source().labels().size()).isGreaterThanOrEqualTo(40);
  }

  @Test
  void target_classes_areEightThatTheSourceHasNot() {
    assertThat(DrawnTask.target().labels().names())
        .hasSize(8)
        .doesNotContainAnyElementsOf(DrawnTask.source().labels().names());
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void labels_ofTask_areSortedSoThatAFolderScanAgrees(DrawnTask task) {
    assertThat(task.labels().names()).isSorted();
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void draw_sameSeed_givesSameBytes(DrawnTask task) {
    for (int label = 0; label < task.labels().size(); label++) {
      assertThat(draw(task, label, 32, label).rgb()).isEqualTo(draw(task, label, 32, label).rgb());
    }
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void draw_otherItem_givesAnotherPicture(DrawnTask task) {
    for (int label = 0; label < task.labels().size(); label++) {
      Set<Integer> seen = new HashSet<>();
      for (int item = 0; item < 20; item++) {
        seen.add(Arrays.hashCode(draw(task, label, 32, item).rgb()));
      }
      assertThat(seen).as(task.labels().name(label)).hasSize(20);
    }
  }

  /** The bytes are part of what a seed promises; they must not depend on machine or JDK. */
  @Test
  void draw_knownSeed_givesKnownBytes() {
    assertThat(Arrays.hashCode(draw(DrawnTask.source(), 5, 64, 1).rgb())).isEqualTo(-1256935754);
    assertThat(Arrays.hashCode(draw(DrawnTask.target(), 3, 64, 1).rgb())).isEqualTo(-479581809);
  }

  /** Without contrast there is nothing to learn: an object must stand out from its background. */
  @ParameterizedTest
  @MethodSource("tasks")
  void draw_anyClass_usesTheRangeOfValues(DrawnTask task) {
    for (int label = 0; label < task.labels().size(); label++) {
      int spread = 0;
      for (int item = 0; item < 10; item++) {
        byte[] rgb = draw(task, label, 48, item).rgb();
        int[] sorted = new int[rgb.length];
        Arrays.setAll(sorted, i -> rgb[i] & 0xff);
        Arrays.sort(sorted);
        spread += sorted[rgb.length * 98 / 100] - sorted[rgb.length * 2 / 100];
      }
      assertThat(spread / 10).as(task.labels().name(label)).isBetween(40, 255);
    }
  }

  /** Mean colour must not tell the class: the classes' means lie within the pictures' scatter. */
  @ParameterizedTest
  @MethodSource("tasks")
  void draw_anyClass_hasNoColourOfItsOwn(DrawnTask task) {
    for (int label = 0; label < task.labels().size(); label++) {
      double[] mean = new double[3];
      for (int item = 0; item < 120; item++) {
        byte[] rgb = draw(task, label, 16, 1000L * label + item).rgb();
        for (int i = 0; i < rgb.length; i++) {
          mean[i % 3] += (rgb[i] & 0xff) / (rgb.length / 3.0) / 120;
        }
      }
      assertThat(Arrays.stream(mean).boxed())
          .as(task.labels().name(label))
          .allMatch(value -> value > 80 && value < 155);
    }
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void draw_otherSize_givesSameScene(DrawnTask task) {
    for (int item = 0; item < 8; item++) {
      double[] small = quarters(draw(task, item, 32, item));
      double[] large = quarters(draw(task, item, 96, item));
      for (int i = 0; i < small.length; i++) {
        assertThat(large[i]).isCloseTo(small[i], org.assertj.core.data.Offset.offset(10.0));
      }
    }
  }

  /** Mean of each of 4 by 4 fields. */
  private static double[] quarters(Picture picture) {
    int side = picture.width();
    double[] means = new double[16];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        means[y * 4 / side * 4 + x * 4 / side] += picture.value(x, y, 1) * 16.0 / (side * side);
      }
    }
    return means;
  }

  @Test
  void draw_labelOutOfRange_isRefused() {
    assertThatThrownBy(() -> draw(DrawnTask.target(), 8, 64, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label must be from 0 to 7, but was 8");
  }

  @Test
  void draw_sizeOutOfRange_isRefused() {
    assertThatThrownBy(() -> draw(DrawnTask.target(), 0, 8, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("size must be from 16 to 1024, but was 8");
  }
}
