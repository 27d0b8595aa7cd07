package org.graft4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeedTest {
  /** The published test vector of 64-bit FNV-1a: streams of named items must never move. */
  @Test
  void coordinate_ofAName_isItsFnvHash() {
    assertThat(Seed.coordinate("a")).isEqualTo(0xaf63dc4c8601ec8cL);
    assertThat(Seed.coordinate("")).isEqualTo(0xcbf29ce484222325L);
  }

  @Test
  void stream_sameCoordinates_givesTheSameNumbersAndOthersOthers() {
    Seed seed = Seed.of(7);
    long first = seed.stream("augment", 1, 2).nextLong();
    assertThat(seed.stream("augment", 1, 2).nextLong()).isEqualTo(first);
    assertThat(seed.stream("augment", 2, 1).nextLong()).isNotEqualTo(first);
    assertThat(seed.stream("shuffle", 1, 2).nextLong()).isNotEqualTo(first);
  }

  /** The orders of every run that was ever made: a change here would make all of them others. */
  @Test
  void permutation_ofASeed_neverChanges() {
    assertThat(Seed.of(7).permutation(10, "shuffle", 3))
        .containsExactly(8, 2, 6, 5, 7, 0, 9, 1, 3, 4);
    assertThat(Seed.of(7).permutation(1, "shuffle", 3)).containsExactly(0);
    assertThat(Seed.of(7).permutation(0, "shuffle", 3)).isEmpty();
  }

  @Test
  void labels_sorted_goByCodePoint() {
    assertThat(LabelMap.sorted(List.of("\ud83c\udf39", "\uff21", "b", "a b", "a")).names())
        .containsExactly("a", "a b", "b", "\uff21", "\ud83c\udf39");
  }
}
