package org.graft4j.zoo.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
  @TempDir private Path folder;

  /** What is written is what is read: any names, any bits, both precisions. */
  @Property(tries = 200)
  void write_anyTensors_areReadBack(
      @ForAll @Size(max = 6) List<@StringLength(max = 12) String> names,
      @ForAll @IntRange(max = 40) int rows,
      @ForAll int seed)
      throws IOException {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    for (String name : names) {
      if (!isUnicode(name)) {
        continue;
      }
      float[] values = bits(rows * 3, seed + tensors.size());
      boolean half = (seed + tensors.size()) % 2 == 0;
      tensors.put(
          name, half ? FloatTensor.f16(halves(values), rows, 3) : FloatTensor.f32(values, rows, 3));
    }
    Path file = Files.createTempFile("graft4j", ".safetensors");
    try {
      SafetensorsWriter.write(file, tensors, Map.of("who", "Grüße \"\n"));
      assertReadBack(file, tensors);
    } finally {
      Files.delete(file);
    }
  }

  private static void assertReadBack(Path file, Map<String, FloatTensor> tensors)
      throws IOException {
    try (WeightsFile read = WeightsFile.open(file)) {
      assertThat(read.format()).isEqualTo("safetensors");
      assertThat(read.metadata()).isEqualTo(Map.of("who", "Grüße \"\n"));
      assertThat(read.tensors().keySet()).isEqualTo(tensors.keySet());
      for (Map.Entry<String, FloatTensor> written : tensors.entrySet()) {
        WeightTensor tensor = read.tensors().get(written.getKey());
        assertThat(tensor.dtype()).isEqualTo(written.getValue().dtype().name());
        assertThat(tensor.shape()).isEqualTo(written.getValue().shape());
        assertThat(rawBits(tensor.toFloats())).isEqualTo(rawBits(written.getValue().values()));
      }
    }
  }

  /** Any bits of a float, from a multiplicative hash. */
  private static float[] bits(int count, int seed) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = Float.intBitsToFloat((seed + i) * 0x9E3779B1);
    }
    return values;
  }

  private static float[] halves(float[] values) {
    float[] halves = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      short half = HalfPrecision.narrow(values[i]);
      // The payload of a NaN is kept only as far as the quiet bit, which narrow sets.
      halves[i] = HalfPrecision.widen(half);
    }
    return halves;
  }

  private static int[] rawBits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(values[i]);
    }
    return bits;
  }

  private static boolean isUnicode(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  @Test
  void write_sameTensorsInAnotherOrder_givesTheSameBytes() throws IOException {
    FloatTensor a = FloatTensor.f32(new float[] {1, 2}, 2);
    FloatTensor b = FloatTensor.f16(new float[] {3}, 1);
    Map<String, FloatTensor> backwards = new LinkedHashMap<>();
    backwards.put("b", b);
    backwards.put("a", a);
    Map<String, FloatTensor> forwards = new LinkedHashMap<>();
    forwards.put("a", a);
    forwards.put("b", b);
    SafetensorsWriter.write(folder.resolve("1"), backwards);
    SafetensorsWriter.write(folder.resolve("2"), forwards);
    assertThat(folder.resolve("1")).hasSameBinaryContentAs(folder.resolve("2"));
  }

  @Test
  void write_existingFile_isReplacedAndNothingElseStays() throws IOException {
    Path file = Files.writeString(folder.resolve("weights.safetensors"), "old");
    SafetensorsWriter.write(file, Map.of("w", FloatTensor.f32(new float[] {1.5f})));
    try (WeightsFile read = WeightsFile.open(file);
        Stream<Path> files = Files.list(folder)) {
      assertThat(read.tensors().get("w").toFloats()).containsExactly(1.5f);
      assertThat(read.tensors().get("w").shape()).isEmpty();
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void write_refusedName_leavesTheOldFile() throws IOException {
    Path file = Files.writeString(folder.resolve("weights.safetensors"), "old");
    FloatTensor tensor = FloatTensor.f32(new float[] {1});
    for (String name : List.of("__metadata__", "half \uD800")) {
      assertThatThrownBy(() -> SafetensorsWriter.write(file, Map.of(name, tensor)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(file).hasContent("old");
  }

  @Test
  void f16_valueBeyondHalfPrecision_isRefused() {
    assertThatThrownBy(() -> FloatTensor.f16(new float[] {1, 70000}, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("70000");
  }

  @Test
  void f32_shapeOfAnotherCount_isRefused() {
    assertThatThrownBy(() -> FloatTensor.f32(new float[6], 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shape must have a size for each of 6 values, but was [2, 2]");
  }
}
