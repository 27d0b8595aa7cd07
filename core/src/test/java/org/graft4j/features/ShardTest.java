package org.graft4j.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shard gives a row to the picture whose it is, and to no other. */
class ShardTest {
  private static final FeatureSpace SPACE = Rows.space("a");
  private static final int COUNT = 5;

  @TempDir Path folder;
  private final RowIndex index = new RowIndex();
  private Path file;

  /** Where mapping fails, as it does when the process has no addresses left. */
  private static final class NoAddresses extends MappedRoom {
    @Override
    MappedByteBuffer map(FileChannel channel, long length) throws IOException {
      throw new IOException("Map failed");
    }
  }

  @BeforeEach
  void store() throws IOException {
    try (FeatureCache cache = FeatureCache.open(folder, 1 << 20)) {
      Rows.store(cache, SPACE, 0, COUNT);
    }
    file = Rows.shards(folder).get(0);
  }

  /** The next shard gets its number: a key left behind would name a row of that one. */
  @Test
  void open_mappingFails_leavesNoKeys() {
    assertThatThrownBy(() -> Shard.open(file, SPACE, 0, index, new NoAddresses()))
        .isInstanceOf(IOException.class)
        .hasMessage("Map failed");

    for (RowKey key : Rows.keys(0, COUNT)) {
      assertThat(index.find(key)).isEqualTo(RowIndex.ABSENT);
    }
  }

  @Test
  void copy_keyOfAnotherRow_isNoGoodRow() throws IOException {
    ByteBuffer row = ByteBuffer.allocate(SPACE.rowBytes());
    try (Shard shard = Shard.open(file, SPACE, 0, index, new MappedRoom())) {
      int place = (int) index.find(Rows.key(2));

      assertThat(shard.copy(place, Rows.key(2), row, 0)).isTrue();
      assertThat(shard.copy(place, Rows.key(3), row, 0)).isFalse();
    }
  }

  @Test
  void open_earlierLayout_isAnotherLayoutAndNoDamage() throws IOException {
    makeEarlier();

    assertThatThrownBy(() -> Shard.open(file, SPACE, 0, index, new MappedRoom()))
        .isInstanceOf(OtherLayoutException.class)
        .hasMessage("it is of layout '1'");
  }

  @Test
  void rows_earlierLayout_dropTheShard() throws IOException {
    makeEarlier();
    try (FeatureCache cache = FeatureCache.open(folder, 1 << 20);
        FeatureRows rows = cache.rows(SPACE)) {
      assertThat(rows.missing(Rows.keys(0, COUNT)).cardinality()).isEqualTo(COUNT);
    }
    assertThat(file).doesNotExist();
  }

  private void makeEarlier() throws IOException {
    byte[] content = Files.readAllBytes(file);
    assertThat(content[7]).isEqualTo((byte) '2');
    content[7] = '1';
    Files.write(file, content);
  }
}
