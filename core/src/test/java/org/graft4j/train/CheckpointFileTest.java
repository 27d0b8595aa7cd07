package org.graft4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CheckpointFileTest {
  private static final String WHOLE =
      "{'schemaVersion':2,'settings':{'seed':'1'},'stage':0,'epoch':1,'finished':false,"
          + "'bestEpoch':0,'history':[],'steps':{'w':3},"
          + "'arrays':[{'name':'w','entry':'0.bin','type':'FLOAT','shape':[1]}]}";

  @TempDir Path folder;
  private Path path;
  private CheckpointFile file;

  @BeforeEach
  void place() {
    path = folder.resolve("run.checkpoint");
    file = CheckpointFile.at(path);
  }

  private void assertDamaged() {
    assertThatThrownBy(file::read)
        .isExactlyInstanceOf(IOException.class)
        .hasMessageContaining("run.checkpoint")
        .hasMessageEndingWith("delete it and start again")
        .hasMessageNotContaining("\n");
  }

  private static String plain(Checkpoint checkpoint) {
    StringBuilder text = new StringBuilder();
    text.append(checkpoint.settings()).append(checkpoint.steps()).append(checkpoint.history());
    text.append(checkpoint.stage()).append(checkpoint.epoch()).append(checkpoint.finished());
    text.append(checkpoint.bestEpoch());
    for (Map.Entry<String, INDArray> entry : checkpoint.arrays().entrySet()) {
      text.append(entry.getKey()).append(entry.getValue().dataType());
      text.append(Arrays.toString(entry.getValue().shape()));
      for (double value : entry.getValue().dup('c').data().asDouble()) {
        text.append(' ').append(value);
      }
    }
    return text.toString();
  }

  @Test
  void read_afterAnyFlippedByte_isTheSameOrAnError() throws IOException {
    Checkpoint state =
        new Checkpoint(
            Map.of("seed", "1"),
            1,
            2,
            false,
            1,
            List.of(new EpochRecord("all", 1, 0.5, 0.25, 0.75, 0.001, 2)),
            Map.of("w", 3L),
            Map.of(
                "parameter/w",
                Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}}),
                "moment/w/m",
                Nd4j.createFromArray(0.25, -1e300)));
    file.write(state);
    String whole = plain(file.read());
    byte[] bytes = Files.readAllBytes(path);
    long content;
    try (ZipFile zip = new ZipFile(path.toFile())) {
      content = zip.stream().mapToLong(ZipEntry::getSize).sum();
    }
    int refused = 0;
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= 0x10;
      Files.write(path, bytes);
      bytes[i] ^= 0x10;
      String read;
      try {
        read = plain(file.read());
      } catch (IOException e) {
        refused++;
        assertThat(e).hasMessageEndingWith("delete it and start again");
        continue;
      }
      assertThat(read).as("byte " + i).isEqualTo(whole);
    }
    assertThat(content).isGreaterThan(400);
    assertThat(refused).isGreaterThanOrEqualTo((int) content);
  }

  private void write(String json) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      zip.putNextEntry(new ZipEntry("0.bin"));
      zip.write(new byte[4]);
      zip.closeEntry();
      zip.putNextEntry(new ZipEntry("checkpoint.json"));
      zip.write(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'seed':'1'} | null",
        "{'seed':'1'} | {'seed':null}",
        "'history':[] | 'history':null",
        "'history':[] | 'history':[null]",
        "'steps':{'w':3}, | ''",
        "{'w':3} | {'w':null}",
        "'shape':[1] | 'shape':null",
        "'shape':[1] | 'shape':[null]",
        "'shape':[1] | 'shape':[4294967296,4294967296]",
        "'shape':[1] | 'shape':[2147483647,4294967298,2]",
        "'shape':[1] | 'shape':[2]",
        "'shape':[1] | 'shape':[0]",
        "'shape':[1] | 'shape':[-1,-1]",
        "'FLOAT' | 'INT'",
        "'0.bin' | null",
        "'0.bin' | '1.bin'",
        "'epoch':1 | 'epoch':null"
      })
  void read_badIndex_saysDamaged(String part, String replacement) throws IOException {
    write(WHOLE);
    assertThat(file.read().arrays()).containsOnlyKeys("w");
    assertThat(WHOLE).contains(part);
    write(WHOLE.replace(part, replacement));
    assertDamaged();
  }

  @Test
  void read_indexOfNothing_saysDamaged() throws IOException {
    write("null");
    assertDamaged();
  }
}
