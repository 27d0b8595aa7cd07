package org.graft4j.zoo.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of a deflated record from any offset, as inflating it from the start gives them. */
class UnpackedTest {
  private static final int LENGTH = 1 << 20;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 262_143, 262_144, 700_001, LENGTH})
  void open_atAnyOffset_givesTheRest(int offset) throws IOException {
    byte[] bytes = new byte[LENGTH];
    new Random(3).nextBytes(bytes);
    try (WeightsSource source = WeightsSource.open(zip(bytes));
        InputStream in = Unpacked.of(ZipDirectory.read(source).get("a")).open(offset)) {
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, offset, LENGTH));
    }
  }

  @Test
  void skip_acrossPagesAndPastTheEnd_readsOnFromThere() throws IOException {
    byte[] bytes = new byte[LENGTH];
    new Random(4).nextBytes(bytes);
    try (WeightsSource source = WeightsSource.open(zip(bytes));
        InputStream in = Unpacked.of(ZipDirectory.read(source).get("a")).open(5)) {
      in.skipNBytes(600_000);
      assertThat(in.read()).isEqualTo(bytes[600_005] & 0xFF);
      in.skipNBytes(LENGTH);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  private Path zip(byte[] bytes) throws IOException {
    Path file = folder.resolve("one.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      out.putNextEntry(new ZipEntry("a"));
      out.write(bytes);
    }
    return file;
  }
}
