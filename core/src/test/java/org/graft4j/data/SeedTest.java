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

  @Test
  void labels_sorted_goByCodePoint() {
    assertThat(LabelMap.sorted(List.of("\ud83c\udf39", "\uff21", "b", "a b", "a")).names())
        .containsExactly("a", "a b", "b", "\uff21", "\ud83c\udf39");
  }
}
