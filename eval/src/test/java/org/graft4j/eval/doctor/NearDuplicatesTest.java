package org.graft4j.eval.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NearDuplicatesTest {
  private final Random random = new Random(3);

  private long flipped(long bits, int count) {
    long changed = bits;
    while (Long.bitCount(changed ^ bits) < count) {
      changed ^= 1L << random.nextInt(64);
    }
    return changed;
  }

  private static Set<String> pairs(List<PerceptualHash> hashes, int distance) {
    NearDuplicates index = NearDuplicates.index(hashes);
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < hashes.size(); i++) {
      index.within(
          i,
          hashes.get(i),
          distance,
          (query, found, far) -> {
            if (found < query) {
              pairs.add(found + " " + query + " " + far);
            }
          });
    }
    Set<String> distinct = new TreeSet<>(pairs);
    assertThat(pairs).as("each pair comes once").hasSameSizeAs(distinct);
    return distinct;
  }

  /** Held against each against each: 300 pairs at every distance around the bound. */
  @Test
  void within_anyHashes_findsAllPairsOnce() {
    List<PerceptualHash> hashes = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      long bits = random.nextLong();
      hashes.add(new PerceptualHash(bits));
      hashes.add(new PerceptualHash(flipped(bits, i % 15)));
    }
    Set<String> expected = new TreeSet<>();
    for (int i = 0; i < hashes.size(); i++) {
      for (int j = 0; j < i; j++) {
        int far = hashes.get(i).distance(hashes.get(j));
        if (far <= NearDuplicates.FARTHEST) {
          expected.add(j + " " + i + " " + far);
        }
      }
    }
    assertThat(expected).hasSizeGreaterThan(200);
    assertThat(pairs(hashes, NearDuplicates.FARTHEST)).isEqualTo(expected);
  }

  @Test
  void within_blankHashes_areNearToNothing() {
    List<PerceptualHash> hashes =
        List.of(new PerceptualHash(0), new PerceptualHash(0), new PerceptualHash(1));
    assertThat(pairs(hashes, 11)).isEmpty();
  }

  @Test
  void within_tooFar_isRefused() {
    NearDuplicates index = NearDuplicates.index(List.of());
    assertThatThrownBy(() -> index.within(0, new PerceptualHash(1), 12, (i, j, far) -> {}))
        .hasMessage("distance must be from 0 to 11, but was 12");
  }

  /**
   * Of 5 billion pairs about 50 are near by chance. The time is for a slow machine that does other
   * things too.
   */
  @Test
  void within_hundredThousand_takesSeconds() {
    List<PerceptualHash> hashes = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      long bits = random.nextLong();
      hashes.add(new PerceptualHash(bits));
      hashes.add(new PerceptualHash(flipped(bits, 8)));
    }
    long start = System.nanoTime();
    int found = pairs(hashes, 10).size();
    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(found).isBetween(50_000, 50_150);
    assertThat(seconds).isLessThan(20);
  }
}
