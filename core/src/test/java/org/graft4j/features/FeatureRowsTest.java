package org.graft4j.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What goes into a cache comes out of it, in the same process and in the next. */
class FeatureRowsTest {
  @TempDir Path folder;

  private FeatureCache cache(long budget) throws IOException {
    return FeatureCache.open(folder, budget);
  }

  @Test
  void read_storedRows_areTheSameInAnotherOrder() throws IOException {
    try (FeatureCache cache = cache(1 << 20);
        FeatureRows rows = cache.rows(Rows.space("a"))) {
      rows.reserve(5);
      rows.put(Rows.keys(0, 5), Rows.rows(0, 5));
      rows.flush();
      FeatureRows.Gathered read = rows.read(List.of(Rows.key(3), Rows.key(0)));

      assertThat(read.absent().isEmpty()).isTrue();
      assertThat(read.rows().slice(0)).isEqualTo(Rows.rows(3, 4).slice(0));
      assertThat(read.rows().slice(1)).isEqualTo(Rows.rows(0, 1).slice(0));
    }
  }

  @Test
  void read_nextProcess_findsTheRows() throws IOException {
    try (FeatureCache cache = cache(1 << 20)) {
      Rows.store(cache, Rows.space("a"), 0, 40);
    }
    try (FeatureCache cache = cache(1 << 20);
        FeatureRows rows = cache.rows(Rows.space("a"))) {
      assertThat(rows.missing(Rows.keys(0, 40)).isEmpty()).isTrue();
      assertThat(rows.read(Rows.keys(0, 40)).rows()).isEqualTo(Rows.rows(0, 40));
    }
  }

  @Test
  void read_otherSpace_findsNothing() throws IOException {
    try (FeatureCache cache = cache(1 << 20)) {
      Rows.store(cache, Rows.space("a"), 0, 3);
      try (FeatureRows other = cache.rows(Rows.space("b"))) {
        assertThat(other.missing(Rows.keys(0, 3)).cardinality()).isEqualTo(3);
        assertThat(other.read(Rows.keys(0, 3)).absent().cardinality()).isEqualTo(3);
      }
    }
  }

  @Test
  void missing_halfThere_namesTheOthersAndCounts() throws IOException {
    try (FeatureCache cache = cache(1 << 20)) {
      Rows.store(cache, Rows.space("a"), 0, 2);
      try (FeatureRows rows = cache.rows(Rows.space("a"))) {
        assertThat(rows.missing(Rows.keys(0, 5)).stream()).containsExactly(2, 3, 4);
      }
      assertThat(cache.statistics().hits()).isEqualTo(2);
      assertThat(cache.statistics().misses()).isEqualTo(2 + 3);
      assertThat(cache.statistics().bytesWritten()).isPositive();
    }
  }

  @Test
  void put_withoutRoom_storesNothing() throws IOException {
    try (FeatureCache cache = cache(100);
        FeatureRows rows = cache.rows(Rows.space("a"))) {
      assertThat(rows.reserve(5)).isFalse();
      rows.put(Rows.keys(0, 5), Rows.rows(0, 5));
      rows.flush();

      assertThat(rows.read(Rows.keys(0, 5)).absent().cardinality()).isEqualTo(5);
      assertThat(Rows.bytes(folder)).isZero();
    }
  }

  @Test
  void anyUse_afterClose_saysSo() throws IOException {
    try (FeatureCache cache = cache(1 << 20)) {
      FeatureRows rows = cache.rows(Rows.space("a"));
      rows.close();
      rows.close();

      List<ThrowingCallable> uses =
          List.of(
              () -> rows.missing(Rows.keys(0, 1)),
              () -> rows.absent(Rows.keys(0, 1)),
              () -> rows.reserve(1),
              () -> rows.put(Rows.keys(0, 1), Rows.rows(0, 1)),
              rows::flush,
              () -> rows.read(Rows.keys(0, 1)));
      for (ThrowingCallable use : uses) {
        assertThatThrownBy(use)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("were closed");
      }
    }
  }

  /** Neither half nor float32 rows are the store's to close. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void put_rows_staysTheCallers(Precision precision) throws IOException {
    INDArray given = Rows.rows(0, 5);
    try (FeatureCache cache = cache(1 << 20);
        FeatureRows rows = cache.rows(Rows.space("a", precision))) {
      rows.reserve(5);
      rows.put(Rows.keys(0, 5), given);
      rows.rounded(given);
    }
    assertThat(given).isEqualTo(Rows.rows(0, 5));
  }

  @Test
  void put_view_storesItsElements() throws IOException {
    INDArray all = Rows.rows(0, 10);
    try (FeatureCache cache = cache(1 << 20);
        FeatureRows rows = cache.rows(Rows.space("a"))) {
      rows.reserve(5);
      rows.put(Rows.keys(5, 10), all.get(org.nd4j.linalg.indexing.NDArrayIndex.interval(5, 10)));
      rows.flush();

      assertThat(rows.read(Rows.keys(5, 10)).rows()).isEqualTo(Rows.rows(5, 10));
    }
  }

  /** Relative error of a half: 2^-11 where it is normal. */
  @Test
  void float16_storedRows_areWithinItsError() throws IOException {
    INDArray before = Rows.rows(0, 200);
    try (FeatureCache cache = cache(1 << 20);
        FeatureRows rows = cache.rows(Rows.space("a", Precision.FLOAT16))) {
      rows.reserve(200);
      rows.put(Rows.keys(0, 200), before);
      rows.flush();
      INDArray after = rows.read(Rows.keys(0, 200)).rows();

      double[] expected = before.data().asDouble();
      double[] actual = after.data().asDouble();
      for (int i = 0; i < expected.length; i++) {
        double bound = Math.max(Math.abs(expected[i]) * 0x1p-11, 0x1p-25);
        assertThat(Math.abs(actual[i] - expected[i])).isLessThanOrEqualTo(bound);
      }
      assertThat(after).isNotEqualTo(before.add(1));
      assertThat(rows.rounded(before)).isEqualTo(after);
    }
  }

  @Test
  void float16_space_isAnotherThanThatOfFloat32() {
    assertThat(Rows.space("a", Precision.FLOAT16).digest()).isNotEqualTo(Rows.space("a").digest());
  }

  @Test
  void key_plainView_isTheSameUnderAnyName() {
    assertThat(RowKey.of("ab", 0, "x")).isEqualTo(RowKey.of("ab", 0, "y"));
    assertThat(RowKey.of("ab", 1, "x")).isNotEqualTo(RowKey.of("ab", 1, "y"));
    assertThat(RowKey.of("ab", 1, "x")).isNotEqualTo(RowKey.of("ab", 2, "x"));
  }

  @Test
  void drawn_unnamedAugmentation_isRefused() {
    assertThatThrownBy(() -> FeatureSpace.drawn((picture, random) -> picture, Seed.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must have a name");
    assertThat(FeatureSpace.drawn(Augmentation.named("x", Augmentation.NONE), Seed.of(1)))
        .isEqualTo("x, framed, seed 1");
  }

  @Test
  void rows_beyondWhatIsMapped_areReadTheSame() throws IOException {
    try (FeatureCache cache = cache(1 << 20)) {
      Rows.store(cache, Rows.space("a"), 0, 7);
      cache.mappedRoom().release(-(1L << 40)); // as if others had used it up
      try (FeatureRows rows = cache.rows(Rows.space("a"))) {
        assertThat(rows.read(Rows.keys(0, 7)).rows()).isEqualTo(Rows.rows(0, 7));
      }
    }
  }
}
