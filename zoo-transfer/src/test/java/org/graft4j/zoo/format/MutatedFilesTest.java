package org.graft4j.zoo.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.graft4j.data.Seed;
import org.graft4j.testing.Golden;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A file with some bytes changed loads or is refused by the one exception for that; it never ends
 * in another exception, an endless loop or an exhausted heap.
 */
class MutatedFilesTest {
  private static final int MUTATIONS = 600;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state_dict.safetensors",
        "state_dict_zip.pth",
        "state_dict_protocol4.pth",
        "state_dict_legacy.pth",
        "checkpoint_nested_legacy.pth.tar"
      })
  void open_mutatedFile_loadsOrIsRefused(String name) throws IOException {
    byte[] intact = Files.readAllBytes(Golden.path("formats/" + name));
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] mutated = mutate(intact, Seed.of(i).stream(name));
      Path file = Files.write(folder.resolve(name), mutated);
      try (WeightsFile weights = WeightsFile.open(file)) {
        for (WeightTensor tensor : weights.tensors().values()) {
          read(tensor);
        }
      } catch (WeightsFormatException expected) {
        refused++;
        assertThat(expected.getMessage()).doesNotContain("\n");
      }
    }
    // Nearly all bytes of these small files matter; silence would mean that nothing is checked.
    assertThat(refused).isGreaterThan(MUTATIONS / 4);
  }

  /** Whole numbers that no float is are refused in intact files too. */
  private static void read(WeightTensor tensor) throws IOException {
    if (DType.valueOf(tensor.dtype()).floating()) {
      tensor.toFloats();
    } else {
      tensor.toLongs();
    }
  }

  private static byte[] mutate(byte[] intact, RandomGenerator random) {
    byte[] bytes = intact.clone();
    int changes = 1 + random.nextInt(4);
    for (int c = 0; c < changes; c++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 ->
            Arrays.fill(bytes, at, Math.min(bytes.length, at + 8), (byte) random.nextInt(-1, 1));
        default -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
      }
    }
    return bytes;
  }
}
