package org.graft4j.zoo.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Views in any order come out in C order, without copies of them in memory. */
class StoredElementsTest {
  private static final int STORED = 200_000;

  @TempDir private Path folder;

  record View(List<Integer> shape, List<Integer> strides, int offset) {
    TensorLayout layout() {
      return new TensorLayout(longs(shape), longs(strides), offset);
    }

    private static long[] longs(List<Integer> numbers) {
      return numbers.stream().mapToLong(Integer::longValue).toArray();
    }
  }

  static List<View> views() {
    return List.of(
        new View(List.of(), List.of(), 7),
        new View(List.of(0, 3), List.of(5, 1), 2),
        new View(List.of(300, 400), List.of(1, 300), 3), // Fortran, in more than one block
        new View(List.of(2, 3, 4), List.of(4, 8, 1), 1),
        new View(List.of(3, 2), List.of(90_000, 4), 5), // gaps longer than a block
        new View(List.of(4, 3, 2), List.of(0, 1, 0), 9), // repeated
        new View(List.of(5, 4), List.of(1, 1), 0), // rows overlap
        new View(List.of(3, 50_000), List.of(7, 2), 11),
        new View(List.of(1, 6, 1), List.of(99, 2, 0), 0));
  }

  @ParameterizedTest
  @MethodSource("views")
  void toFloats_ofAView_hasEachElementInItsPlace(View view) throws IOException {
    ByteBuffer stored = ByteBuffer.allocate(Float.BYTES * STORED).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < STORED; i++) {
      stored.putFloat(i);
    }
    Path file = Files.write(folder.resolve("stored"), stored.array());
    try (WeightsSource source = WeightsSource.open(file)) {
      TensorLayout layout = view.layout();
      assertThat(layout.defect(STORED)).isEmpty();
      WeightTensor tensor =
          new WeightTensor(source, "t", DType.F32, ByteOrder.LITTLE_ENDIAN, source, layout);

      float[] floats = tensor.toFloats();

      assertThat(floats).hasSize((int) layout.count());
      for (int i = 0; i < floats.length; i++) {
        assertThat(floats[i]).as("element %d", i).isEqualTo(place(view, i));
      }
    }
  }

  /** By division, the long way. */
  private static float place(View view, int number) {
    long place = view.offset;
    long rest = number;
    for (int axis = view.shape.size() - 1; axis >= 0; axis--) {
      place += rest % view.shape.get(axis) * view.strides.get(axis);
      rest /= view.shape.get(axis);
    }
    return place;
  }

  /** The values once, and a block of the file. */
  @Test
  void toFloats_ofColumnsOneBehindTheOther_allocatesTheResultAndLittleElse() throws IOException {
    assertThat(allocatedBy("<f4", 4)).isLessThan(5L << 20);
  }

  @Test
  void toFloats_ofWholeNumbers_allocatesTheResultAndLittleElse() throws IOException {
    assertThat(allocatedBy("<i8", 8)).isLessThan(5L << 20);
  }

  /** By reading 2^20 zeros, which are 4 MB of floats. */
  private long allocatedBy(String type, int width) throws IOException {
    String head = "{'descr': '" + type + "', 'fortran_order': True, 'shape': (2048, 512), }";
    ByteBuffer npy = ByteBuffer.allocate(128 + (width << 20)).order(ByteOrder.LITTLE_ENDIAN);
    npy.put("\u0093NUMPY\u0001\0".getBytes(StandardCharsets.ISO_8859_1)).putShort((short) 118);
    npy.put((head + " ".repeat(117 - head.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
    Path path = Files.write(folder.resolve("columns.npy"), npy.array());
    try (WeightsFile file = WeightsFile.open(path)) {
      WeightTensor tensor = file.tensors().get("");
      assertThat(tensor.toFloats()).hasSize(1 << 20); // Loads what is loaded once.
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      tensor.toFloats();
      return threads.getCurrentThreadAllocatedBytes() - before;
    }
  }
}
