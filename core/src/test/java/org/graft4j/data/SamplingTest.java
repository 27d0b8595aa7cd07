package org.graft4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SamplingTest {

  /** Written down: an order that changes would change every model that a seed names. */
  @Test
  void shuffled_orderOfAnEpoch_isWhatItAlwaysWas() {
    int[] order = Sampling.SHUFFLED.order(new int[9], Seed.of(3), 2);

    assertThat(order).containsExactly(Seed.of(3).permutation(9, "shuffle", 2));
    assertThat(order).containsExactly(ORDER_OF_NINE);
  }

  private static final int[] ORDER_OF_NINE = {1, 5, 7, 6, 2, 8, 4, 0, 3};

  @Property(tries = 60)
  void balanced_anyEpoch_hasEveryClassAsOftenAsTheOthers(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 60) int examples,
      @ForAll @IntRange(min = 1, max = 6) int classes,
      @ForAll @IntRange(min = 0, max = 1000) int epoch) {
    int[] labels = new Random(seed).ints(examples, 0, classes).map(l -> l * l).toArray();

    int[] order = Sampling.BALANCED.order(labels, Seed.of(seed), epoch);

    assertThat(order).hasSize(examples);
    int[] shown = new int[classes * classes];
    Arrays.stream(order).forEach(place -> shown[labels[place]]++);
    int[] occurring =
        IntStream.range(0, shown.length)
            .filter(l -> Arrays.stream(labels).anyMatch(label -> label == l))
            .map(l -> shown[l])
            .toArray();
    int most = Arrays.stream(occurring).max().orElseThrow();
    int least = Arrays.stream(occurring).min().orElseThrow();
    assertThat(most - least).isLessThanOrEqualTo(2);
  }

  /** 8 epochs of 4 + 1 examples: 20 of each class, so 5 laps over the four. */
  @Test
  void balanced_overEpochs_showsEachExampleOfAClassBeforeOneComesAgain() {
    int[] labels = {0, 0, 0, 0, 1};

    int[] frequent =
        IntStream.range(0, 8)
            .flatMap(e -> Arrays.stream(Sampling.BALANCED.order(labels, Seed.of(5), e)))
            .filter(place -> labels[place] == 0)
            .toArray();

    assertThat(frequent).hasSize(20);
    for (int lap = 0; lap < 5; lap++) {
      assertThat(Arrays.copyOfRange(frequent, 4 * lap, 4 * lap + 4))
          .containsExactlyInAnyOrder(0, 1, 2, 3);
    }
  }

  @Test
  void balanced_sameSeedAndEpoch_isTheSameAndAnotherOtherwise() {
    int[] labels = new Random(1).ints(40, 0, 3).toArray();
    int[] order = Sampling.BALANCED.order(labels, Seed.of(5), 1);

    assertThat(Sampling.BALANCED.order(labels, Seed.of(5), 1)).containsExactly(order);
    assertThat(Sampling.BALANCED.order(labels, Seed.of(6), 1)).isNotEqualTo(order);
    assertThat(Sampling.BALANCED.order(labels, Seed.of(5), 2)).isNotEqualTo(order);
  }

  /** As often as each other is not the same class first in every round. */
  @Test
  void balanced_turnsOfTheClasses_areInADrawnOrder() {
    int[] labels = new Random(1).ints(60, 0, 3).toArray();
    int[] order = Sampling.BALANCED.order(labels, Seed.of(5), 0);

    Set<Integer> first = new HashSet<>();
    for (int round = 0; round < 20; round++) {
      assertThat(Arrays.stream(order, 3 * round, 3 * round + 3).map(i -> labels[i]))
          .containsExactlyInAnyOrder(0, 1, 2);
      first.add(labels[order[3 * round]]);
    }
    assertThat(first).hasSize(3);
  }

  @Test
  void balanced_ofNothing_isNothing() {
    assertThat(Sampling.BALANCED.order(new int[0], Seed.of(1), 3)).isEmpty();
  }

  @Test
  void repetitions_ofAnOrder_countWhatCameBefore() {
    assertThat(Sampling.repetitions(new int[] {2, 0, 2, 2, 0})).containsExactly(0, 0, 1, 2, 1);
  }
}
