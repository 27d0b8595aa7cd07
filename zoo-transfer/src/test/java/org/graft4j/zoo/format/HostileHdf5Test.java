package org.graft4j.zoo.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.DeflaterOutputStream;
import org.graft4j.testing.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HDF5 structures that jHDF would follow for ever, or take memory for. */
class HostileHdf5Test {
  private static final int ENTRIES = 6;
  private static final int CHILDREN = 24;

  @TempDir private Path folder;

  /** A node of a tree that is its own child. */
  @Test
  void open_treeOfNamesThatHoldsItself_isRefusedAtOnce() throws IOException {
    ByteBuffer file = file("keras_weights.h5");
    int node = find(file, "TREE", 0);
    file.put(node + 5, (byte) 1).putLong(node + CHILDREN + 8, node);
    assertRefused(file, "lead back into themselves");
  }

  /** Sixty-five thousand children each, all of them the node itself: no stack is deep enough. */
  @Test
  void open_treeOfNamesThatHoldsItselfManyTimes_isRefusedAtOnce() throws IOException {
    ByteBuffer file = file("keras_weights.h5");
    int node = find(file, "TREE", 0);
    file.put(node + 5, (byte) 1).putShort(node + ENTRIES, (short) 30);
    for (int i = 0; i < 30; i++) {
      file.putLong(node + CHILDREN + 8 + 16 * i, node);
    }
    assertRefused(file, "lead back into themselves");
  }

  /** The heap of a group's names claims to be as large as an address can say. */
  @Test
  void open_heapThatClaimsTheWorld_isRefusedWithoutMemory() throws IOException {
    ByteBuffer file = file("keras_weights.h5");
    int heap = find(file, "HEAP", 0);
    file.putLong(heap + 8, Long.MAX_VALUE);
    assertRefused(file, "out of its 19840 bytes");
  }

  /** An object header that claims two gigabytes of messages. */
  @Test
  void open_headerThatClaimsGigabytes_isRefusedWithoutMemory() throws IOException {
    ByteBuffer file = file("keras_weights.h5");
    int root = (int) file.getLong(64); // object header of the root group, out of the superblock
    file.putInt(root + 8, Integer.MAX_VALUE);
    assertRefused(file, "out of its 19840 bytes");
  }

  /** Names by the kilobyte, that unpack to gigabytes. */
  @Test
  void toFloats_chunkThatGrowsBeyondItsSize_isRefusedWithoutMemory() throws IOException {
    ByteBuffer file = file("keras_full_model.h5");
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflating = new DeflaterOutputStream(bomb)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        deflating.write(zeros);
      }
    }
    ByteBuffer longer =
        ByteBuffer.allocate(file.capacity() + bomb.size()).order(ByteOrder.LITTLE_ENDIAN);
    longer.put(0, bytes(file)).put(file.capacity(), bomb.toByteArray());
    longer.putLong(40, longer.capacity()); // end of file, in the superblock
    int node = chunkTree(longer);
    int rank = 4;
    longer.putInt(node + CHILDREN, bomb.size());
    longer.putLong(node + CHILDREN + 8 + 8 * (rank + 1), file.capacity());
    assertRefused(longer, "cannot be unpacked");
  }

  private static int chunkTree(ByteBuffer file) {
    for (int node = find(file, "TREE", 0); ; node = find(file, "TREE", node + 1)) {
      if (file.get(node + 4) == 1) {
        return node;
      }
    }
  }

  private static int find(ByteBuffer file, String signature, int from) {
    String text = new String(bytes(file), StandardCharsets.ISO_8859_1);
    int at = text.indexOf(signature, from);
    assertThat(at).isPositive();
    return at;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.capacity()];
    buffer.get(0, bytes);
    return bytes;
  }

  private static ByteBuffer file(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(Golden.path("formats/" + name));
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void assertRefused(ByteBuffer hostile, String reason) throws IOException {
    Path file = Files.write(folder.resolve("hostile.h5"), bytes(hostile));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = threads.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    assertThatThrownBy(() -> readAll(file))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining(reason)
        .message()
        .doesNotContain("\n");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    assertThat(threads.getCurrentThreadAllocatedBytes() - allocated).isLessThan(512L << 20);
  }

  private static void readAll(Path path) throws IOException {
    try (WeightsFile file = WeightsFile.open(path)) {
      for (WeightTensor tensor : file.tensors().values()) {
        tensor.toFloats();
      }
    }
  }
}
