package org.graft4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleColumnsTest {
  @TempDir Path own;

  private Path file(String text) throws IOException {
    return Files.writeString(own.resolve("columns.csv"), text);
  }

  private static String header(int columns) {
    return IntStream.range(0, columns).mapToObj(i -> ",c" + i).collect(Collectors.joining());
  }

  /** A table of 60,000 columns and 50,000 samples would take 24 GB, though the file is small. */
  @Test
  void read_moreColumnsThanAnyoneHas_isRefused() throws IOException {
    List<String> ids = IntStream.range(0, 50_000).mapToObj(i -> "s" + i).toList();
    Path file = file("id" + header(60_000) + "\n");
    assertThatThrownBy(() -> SampleColumns.read(file, ids))
        .isInstanceOf(MalformedColumnsException.class)
        .hasMessage(file + ", line 1: a line must have at most 1001 values, but has more");
  }

  @Test
  void read_aThousandColumns_areRead() throws IOException {
    String row = IntStream.range(0, 1000).mapToObj(i -> "," + i).collect(Collectors.joining());
    SampleColumns columns =
        SampleColumns.read(file("id" + header(1000) + "\na" + row + "\n"), List.of("a"));
    assertThat(columns.names()).hasSize(1000);
    assertThat(columns.values("c999")).containsExactly("999");
  }

  @Test
  void read_fileLargerThanAnyoneHas_isRefused() throws IOException {
    Path file = own.resolve("large.csv");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength((64L << 20) + 1);
    }
    assertThatThrownBy(() -> SampleColumns.read(file, List.of("a")))
        .isInstanceOf(MalformedColumnsException.class)
        .hasMessage(file + " must have at most 64 MiB, but is larger");
  }

  @Test
  void read_longHeaderWithoutAnId_isRepeatedInShort() throws IOException {
    Path file = file("x".repeat(100_000) + ",y\n");
    assertThatThrownBy(() -> SampleColumns.read(file, List.of("a")))
        .isInstanceOf(MalformedColumnsException.class)
        .message()
        .hasSizeLessThan(400);
  }
}
