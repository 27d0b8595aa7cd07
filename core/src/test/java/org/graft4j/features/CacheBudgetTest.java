package org.graft4j.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache never takes more than its budget, and loses what was not used for longest. */
class CacheBudgetTest {
  @TempDir Path folder;

  @Property(tries = 60)
  void size_afterAnyStores_isWithinTheBudget(
      @ForAll @IntRange(min = 0, max = 6000) int budget,
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 40) Integer> counts)
      throws IOException {
    Path own = Files.createTempDirectory("graft4j-budget");
    try (FeatureCache cache = FeatureCache.open(own, budget)) {
      for (int i = 0; i < counts.size(); i++) {
        Rows.store(cache, Rows.space("space " + i % 3), 100 * i, 100 * i + counts.get(i));
        assertThat(Rows.bytes(own)).isLessThanOrEqualTo(budget).isEqualTo(cache.size());
      }
      cache.clear();
      assertThat(Rows.bytes(own)).isZero();
    } finally {
      for (String name : List.of("lock", "spaces", "")) {
        Files.deleteIfExists(own.resolve(name));
      }
    }
  }

  @Test
  void store_noRoomLeft_evictsTheLeastRecentlyUsed() throws IOException {
    try (FeatureCache cache = FeatureCache.open(folder, 1 << 20)) {
      for (String name : List.of("a", "b", "c")) {
        Rows.store(cache, Rows.space(name), 0, 30);
      }
      for (Path shard : Rows.shards(folder)) {
        Files.setLastModifiedTime(shard, FileTime.from(Instant.ofEpochSecond(1_000)));
      }
      touch(cache, "b", 3_000);
      touch(cache, "c", 2_000);
    }
    try (FeatureCache small = FeatureCache.open(folder, bytesNow())) {
      Rows.store(small, Rows.space("d"), 0, 1);

      assertThat(has(small, "a")).isFalse();
      assertThat(has(small, "b")).isTrue();
      assertThat(has(small, "c")).isTrue();
      assertThat(small.statistics().evictedShards()).isPositive();
    }
  }

  private long bytesNow() throws IOException {
    return Rows.bytes(folder);
  }

  private static void touch(FeatureCache cache, String space, long second) throws IOException {
    for (Path shard : CacheDirectory.shards(cache.directory().folder(Rows.space(space)))) {
      Files.setLastModifiedTime(shard, FileTime.from(Instant.ofEpochSecond(second)));
    }
  }

  private static boolean has(FeatureCache cache, String space) throws IOException {
    return !CacheDirectory.shards(cache.directory().folder(Rows.space(space))).isEmpty();
  }

  @Test
  void missing_foundRows_makeTheirShardTheLatest() throws IOException {
    try (FeatureCache cache = FeatureCache.open(folder, 1 << 20)) {
      Rows.store(cache, Rows.space("a"), 0, 3);
      touch(cache, "a", 1_000);
      try (FeatureRows rows = cache.rows(Rows.space("a"))) {
        rows.missing(Rows.keys(0, 1));
      }
      assertThat(Files.getLastModifiedTime(Rows.shards(folder).get(0)).toInstant())
          .isAfter(Instant.ofEpochSecond(1_000_000));
    }
  }

  @Test
  void store_othersInUse_leavesThemAndIsRefused() throws IOException {
    try (FeatureCache cache = FeatureCache.open(folder, 1 << 20)) {
      Rows.store(cache, Rows.space("a"), 0, 30);
    }
    try (FeatureCache cache = FeatureCache.open(folder, bytesNow());
        FeatureRows used = cache.rows(Rows.space("a"));
        FeatureRows more = cache.rows(Rows.space("b"))) {
      used.missing(Rows.keys(0, 30));

      assertThat(more.reserve(10)).isFalse();
      assertThat(has(cache, "a")).isTrue();
    }
  }

  @Test
  void shardInUse_byTwo_survivesTheCloseOfOne() throws IOException {
    try (FeatureCache cache = FeatureCache.open(folder, 6_000)) {
      Rows.store(cache, Rows.space("a"), 0, 20);
      try (FeatureRows first = cache.rows(Rows.space("a"))) {
        first.missing(Rows.keys(0, 20));
        List<Path> inUse = Rows.shards(folder);
        try (FeatureRows second = cache.rows(Rows.space("a"))) {
          second.missing(Rows.keys(0, 20));
        }
        for (int i = 0; i < 20; i++) {
          Rows.store(cache, Rows.space("b" + i), 100, 120);
        }

        assertThat(cache.statistics().evictedShards()).isPositive();
        assertThat(inUse).isNotEmpty().allMatch(Files::exists);
      }
    }
  }

  @Test
  void reserve_twiceForTheSameRoom_isGivenOnce() throws IOException {
    try (FeatureCache cache = FeatureCache.open(folder, 4_000);
        FeatureRows one = cache.rows(Rows.space("a"));
        FeatureRows other = cache.rows(Rows.space("b"))) {
      assertThat(one.reserve(20)).isTrue();
      assertThat(other.reserve(20)).isFalse();
    }
  }

  /** Each is a process of its own as far as files and locks go. */
  @Test
  void store_severalCachesAtOnce_keepsRowsRightAndTheBudget() throws Exception {
    int budget = 12_000;
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int from = 1_000 * (t / 2); // two write the same rows
        all.add(threads.submit(() -> storeAndCheck(from, budget)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(Rows.bytes(folder)).isLessThanOrEqualTo(budget);
  }

  private boolean storeAndCheck(int from, long budget) throws IOException {
    try (FeatureCache cache = FeatureCache.open(folder, budget)) {
      for (int i = from; i < from + 200; i += 20) {
        Rows.store(cache, Rows.space("a"), i, i + 20);
        try (FeatureRows rows = cache.rows(Rows.space("a"))) {
          for (int j = from; j <= i; j += 20) {
            FeatureRows.Gathered read = rows.read(Rows.keys(j, j + 20));
            for (int k = 0; k < 20; k++) {
              if (!read.absent().get(k)) {
                assertThat(read.rows().slice(k)).isEqualTo(Rows.rows(j + k, j + k + 1).slice(0));
              }
            }
          }
        }
      }
      return true;
    }
  }

  @Test
  void publish_afterACrash_removesWhatItLeft() throws IOException {
    try (FeatureCache cache = FeatureCache.open(folder, 1 << 20)) {
      Rows.store(cache, Rows.space("a"), 0, 3);
      Path left = Rows.shards(folder).get(0).resolveSibling(".graft4j-0000.tmp");
      Files.write(left, new byte[100]);
      Rows.store(cache, Rows.space("a"), 5, 6);

      assertThat(left).doesNotExist();
    }
  }

  @Test
  void clear_foreignFiles_areLeftAlone() throws IOException {
    Path foreign = Files.writeString(folder.resolve("notes.txt"), "mine");
    Path deep = Files.createDirectories(folder.resolve("spaces/own")).resolve("notes.txt");
    Files.writeString(deep, "mine too");
    try (FeatureCache cache = FeatureCache.open(folder, 1 << 20)) {
      Rows.store(cache, Rows.space("a"), 0, 3);

      assertThat(cache.clear()).isPositive();
      assertThat(cache.spaces().stream().mapToInt(StoredSpace::shards).sum()).isZero();
    }
    assertThat(foreign).hasContent("mine");
    assertThat(deep).hasContent("mine too");
  }

  @Test
  void temporary_closed_isGone() throws IOException {
    FeatureCache cache = FeatureCache.temporary();
    Rows.store(cache, Rows.space("a"), 0, 3);
    assertThat(cache.size()).isPositive();
    cache.close();

    assertThat(cache.folder()).doesNotExist();
  }
}
