package org.graft4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for any samples, groups and seeds. */
class FoldsPropertyTest {

  @Property(tries = 200)
  void plain_anySizes_holdOutEachSampleOnceAndDifferByOne(
      @ForAll @IntRange(min = 2, max = 9) int folds,
      @ForAll @IntRange(min = 0, max = 60) int more,
      @ForAll long seed) {
    Folds dealt = Folds.plain(folds + more, folds, Seed.of(seed));
    int[] sizes = new int[folds];
    Set<Integer> seen = new HashSet<>();
    for (int fold = 0; fold < folds; fold++) {
      sizes[fold] = dealt.heldOut(fold).size();
      assertThat(seen.addAll(dealt.heldOut(fold))).isTrue();
    }
    assertThat(seen).hasSize(folds + more);
    assertThat(spread(sizes)).isLessThanOrEqualTo(1);
  }

  @Property(tries = 200)
  void grouped_anyGroups_staysWholeAndDiffersByTheLargestAtMost(
      @ForAll @IntRange(min = 2, max = 6) int folds, @ForAll long seed) {
    RandomGenerator random = Seed.of(seed).stream("test");
    int count = folds + random.nextInt(20);
    List<String> groups =
        IntStream.range(0, count)
            .boxed()
            .flatMap(g -> IntStream.rangeClosed(0, random.nextInt(12)).mapToObj(i -> "g" + g))
            .toList();
    Folds dealt = Folds.grouped(groups, folds, Seed.of(seed));
    Map<String, Integer> foldOf = new HashMap<>();
    Map<String, Integer> size = new HashMap<>();
    int[] sizes = new int[folds];
    for (int i = 0; i < groups.size(); i++) {
      Integer before = foldOf.putIfAbsent(groups.get(i), dealt.of(i));
      assertThat(before == null || before == dealt.of(i)).isTrue();
      size.merge(groups.get(i), 1, Integer::sum);
      sizes[dealt.of(i)]++;
    }
    assertThat(sizes).doesNotContain(0);
    assertThat(spread(sizes))
        .isLessThanOrEqualTo(size.values().stream().mapToInt(i -> i).max().orElseThrow());
  }

  @Property(tries = 200)
  void stratifiedGrouped_eachSampleItsOwnGroup_spreadsClassesByOneAtMost(
      @ForAll @IntRange(min = 2, max = 6) int folds, @ForAll long seed) {
    RandomGenerator random = Seed.of(seed).stream("test");
    int[] labels = IntStream.range(0, 60).map(i -> i < 8 ? i % 4 : random.nextInt(4)).toArray();
    List<String> ids = IntStream.range(0, 60).mapToObj(i -> "s" + i).toList();
    Folds dealt = Folds.stratifiedGrouped(labels, ids, ids, folds, Seed.of(seed));
    int[][] counts = new int[4][folds];
    for (int i = 0; i < labels.length; i++) {
      counts[labels[i]][dealt.of(i)]++;
    }
    for (int[] count : counts) {
      assertThat(spread(count)).isLessThanOrEqualTo(1);
    }
  }

  /** Patients are of one class each, or of two: the greedy deal must beat what chance would do. */
  @Property(tries = 100)
  void stratifiedGrouped_groupsOfSeveralClasses_staysWholeAndNearTheShares(@ForAll long seed) {
    RandomGenerator random = Seed.of(seed).stream("test");
    int n = 300;
    List<String> groups = IntStream.range(0, n).mapToObj(i -> "p" + i / 5).toList();
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % 5 == 0 ? random.nextInt(3) : labels[i - 1];
      labels[i] = random.nextInt(5) == 0 ? random.nextInt(3) : labels[i];
    }
    List<String> ids = IntStream.range(0, n).mapToObj(i -> "s" + i).toList();
    Folds dealt = Folds.stratifiedGrouped(labels, ids, groups, 5, Seed.of(seed));
    int[][] counts = new int[3][5];
    for (int i = 0; i < n; i++) {
      assertThat(dealt.of(i)).isEqualTo(dealt.of(i / 5 * 5));
      counts[labels[i]][dealt.of(i)]++;
    }
    for (int[] count : counts) {
      // A group has five samples: no fold is further from another than two of them.
      assertThat(spread(count)).isLessThanOrEqualTo(10);
    }
  }

  @Property(tries = 50)
  void stratifiedGrouped_samplesInAnotherOrder_dealsEachSampleTheSame(@ForAll long seed) {
    int n = 40;
    int[] order = Seed.of(seed).permutation(n, "order");
    List<String> ids = IntStream.range(0, n).mapToObj(i -> "s" + i).toList();
    int[] labels = IntStream.range(0, n).map(i -> i % 3).toArray();
    Folds first = Folds.stratifiedGrouped(labels, ids, ids, 4, Seed.of(1));
    List<String> shuffled = IntStream.of(order).mapToObj(ids::get).toList();
    int[] others = IntStream.of(order).map(i -> labels[i]).toArray();
    Folds second = Folds.stratifiedGrouped(others, shuffled, shuffled, 4, Seed.of(1));
    for (int i = 0; i < n; i++) {
      assertThat(second.of(i)).isEqualTo(first.of(order[i]));
    }
  }

  private static int spread(int[] values) {
    return IntStream.of(values).max().orElseThrow() - IntStream.of(values).min().orElseThrow();
  }
}
