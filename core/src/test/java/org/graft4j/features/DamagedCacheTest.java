package org.graft4j.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row is right or absent, whatever has become of the file. */
class DamagedCacheTest {
  private static final int COUNT = 3;

  @TempDir Path folder;

  private Path shard() throws IOException {
    try (FeatureCache cache = FeatureCache.open(folder, 1 << 20)) {
      Rows.store(cache, Rows.space("a"), 0, COUNT);
    }
    return Rows.shards(folder).get(0);
  }

  private FeatureRows.Gathered read(FeatureCache cache) throws IOException {
    try (FeatureRows rows = cache.rows(Rows.space("a"))) {
      rows.missing(Rows.keys(0, COUNT));
      return rows.read(Rows.keys(0, COUNT));
    }
  }

  private static void assertRightOrAbsent(FeatureRows.Gathered read, String what) {
    for (int i = 0; i < COUNT; i++) {
      if (!read.absent().get(i)) {
        assertThat(read.rows().slice(i)).as(what).isEqualTo(Rows.rows(i, i + 1).slice(0));
      }
    }
  }

  @Test
  void read_anyByteFlipped_isRightOrAbsent() throws IOException {
    Path shard = shard();
    byte[] whole = Files.readAllBytes(shard);
    int noticed = 0;
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << at % 8);
      Files.write(shard, flipped);
      try (FeatureCache cache = FeatureCache.open(folder, 1 << 20)) {
        FeatureRows.Gathered read = read(cache);
        assertRightOrAbsent(read, "byte " + at);
        noticed += read.absent().isEmpty() ? 0 : 1;
      }
    }
    // The zeros between index and rows mean nothing.
    assertThat(noticed).isGreaterThan(whole.length - 64);
  }

  @Test
  void read_anyTruncation_isAbsentAndTheShardDropped() throws IOException {
    Path shard = shard();
    byte[] whole = Files.readAllBytes(shard);
    for (int length = 0; length < whole.length; length++) {
      Files.write(shard, Arrays.copyOf(whole, length));
      try (FeatureCache cache = FeatureCache.open(folder, 1 << 20)) {
        assertThat(read(cache).absent().cardinality()).as("of %s", length).isEqualTo(COUNT);
      }
      assertThat(shard).doesNotExist();
    }
  }

  @Test
  void read_countBeyondTheFile_takesNoMemoryForIt() throws IOException {
    Path shard = shard();
    byte[] content = Files.readAllBytes(shard);
    Arrays.fill(content, 8, 11, (byte) 0xff);
    content[11] = 0x7f;
    Files.write(shard, content);
    try (FeatureCache cache = FeatureCache.open(folder, 1 << 20)) {
      assertThat(read(cache).absent().cardinality()).isEqualTo(COUNT);
    }
  }

  @Test
  void read_shardOfAnotherSpace_isNotTaken() throws IOException {
    Path shard = shard();
    try (FeatureCache cache = FeatureCache.open(folder, 1 << 20)) {
      Rows.store(cache, Rows.space("b"), 10, 12);
      Path other = cache.directory().folder(Rows.space("b"));
      Files.copy(shard, other.resolve("strange.rows"));
      try (FeatureRows rows = cache.rows(Rows.space("b"))) {
        assertThat(rows.missing(Rows.keys(0, COUNT)).cardinality()).isEqualTo(COUNT);
        assertThat(rows.missing(Rows.keys(10, 12)).isEmpty()).isTrue();
      }
    }
  }

  @Test
  void read_damageWhileOpen_isCountedAndTheRowsCanBeStoredAgain() throws IOException {
    Path shard = shard();
    try (FeatureCache cache = FeatureCache.open(folder, 1 << 20);
        FeatureRows rows = cache.rows(Rows.space("a"))) {
      rows.missing(Rows.keys(0, COUNT));
      byte[] content = Files.readAllBytes(shard);
      content[content.length - 1] ^= 1;
      Files.write(shard, content);

      assertThat(rows.read(Rows.keys(0, COUNT)).absent().get(COUNT - 1)).isTrue();
      assertThat(cache.statistics().damagedRows()).isEqualTo(1);
      assertThat(shard).doesNotExist();
      rows.reserve(COUNT);
      rows.put(Rows.keys(0, COUNT), Rows.rows(0, COUNT));
      rows.flush();
      assertThat(rows.read(Rows.keys(0, COUNT)).rows()).isEqualTo(Rows.rows(0, COUNT));
    }
  }
}
