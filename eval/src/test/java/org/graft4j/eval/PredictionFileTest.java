package org.graft4j.eval;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.graft4j.data.LabelMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictionFileTest {
  private static final String HEADER = "{\"schemaVersion\":1,\"labels\":[\"a\",\"b\"]}\n";

  @TempDir Path folder;

  @Test
  void read_written_isTheSameToTheBit() throws IOException {
    Random random = new Random(1);
    PredictionTable.Builder builder = PredictionTable.of(LabelMap.of(List.of("a", "b", "c \"d\"")));
    for (int i = 0; i < 50; i++) {
      double p = random.nextDouble();
      double q = (1 - p) * random.nextDouble();
      builder.add("folder/ü " + i, i % 3, new double[] {p, q, 1 - p - q});
    }
    PredictionTable table = builder.build();
    Path file = folder.resolve("predictions.jsonl");

    PredictionFile.write(file, table, false);
    PredictionTable read = PredictionFile.read(file);

    assertThat(read.ids()).isEqualTo(table.ids());
    assertThat(read.labels()).isEqualTo(table.labels());
    assertThat(read.confusion()).isEqualTo(table.confusion());
    for (int i = 0; i < table.size(); i++) {
      assertThat(read.probabilities(i)).isEqualTo(table.probabilities(i));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'id':'x','label':'a','probabilities':[1]} | 'x' must have a probability for each of 2",
        "{'id':'x','label':'z','probabilities':[1,0]} | z",
        "{'id':'x','label':'a','probabilities':[0.7,0.7]} | must have the sum 1, but their sum was 1.4: put scores",
        "{'id':'x','label':'a','probabilities':[NaN,1]} | probabilities of 'x' must be from 0 to 1, but class 'a' had NaN",
        "hi | must be an object of JSON with id, label and probabilities, in UTF-8, but it is none from column",
        "{'id':'x','label':'a','probabilities':['NaN',1]} | line 2",
        "{'id':'x','label':'a','probabilites':[1,0]} | unknown key 'probabilites'",
        "{'id':'','label':'a','probabilities':[1,0]} | id must not be blank",
        "{'id':'x','label':'a','probabilities':[true,1]} | must be numbers, but one was true",
        "{'id':'x','label':'a','probabilities':[1e400,0]} | class 'a' had",
        "{'id':'x','label':'a','probabilities':[1,0],'id':'y'} | key 'id' must come once",
        "{'id':'x','label':'a','probabilities':[1,0]} {} | one object on a line",
        "{'id':'x','label':'a'} | must have a probability for each of 2 classes, but had 0",
        "{'label':'a','probabilities':[1,0]} | id must not be blank, but is missing",
        "{'id':'x','probabilities':[1,0]} | label of 'x' must be given",
        "{'id':7,'label':'a','probabilities':[1,0]} | there must be id, a text, but was 7",
        "{'id':'x','label':'a','probabilities':[1,[0]]} | must be numbers",
        "{'id':'x','label':'a','probabilities':[1,0 | line 2",
        "[] | there must be an object",
        "{'id':'x' | line 2",
        "{'id':{'a':{'b':{'c':{}}}}} | id, a text"
      })
  void read_malformedLine_isRefusedWithItsNumber(String line, String message) throws IOException {
    Path file = folder.resolve("broken.jsonl");
    Files.writeString(file, HEADER + line.replace('\'', '"') + "\n");
    assertThatThrownBy(() -> PredictionFile.read(file))
        .isInstanceOf(MalformedPredictionsException.class)
        .hasMessageContaining("broken.jsonl, line 2: ")
        .hasMessageContaining(message);
  }

  @Test
  void read_folderOrNothing_isNamed() {
    assertThatThrownBy(() -> PredictionFile.read(folder))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(folder + ": must be a file of predictions, but is a folder");
    assertThatThrownBy(() -> PredictionFile.read(folder.resolve("none.jsonl")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageEndingWith("none.jsonl: no such file; name a file of predictions");
  }

  /** At every line's end the rest looks whole: only the first line's count knows. */
  @Test
  void read_cutOffAnywhere_isRefused() throws IOException {
    PredictionTable.Builder builder = PredictionTable.of(LabelMap.of(List.of("a", "b")));
    for (int i = 0; i < 5; i++) {
      builder.add("s" + i, 0, new double[] {0.75, 0.25});
    }
    Path file = folder.resolve("whole.jsonl");
    PredictionFile.write(file, builder.build(), false);
    byte[] whole = Files.readAllBytes(file);
    // Without the last newline nothing is missing.
    for (int length = 0; length < whole.length - 1; length++) {
      Path cut = folder.resolve("cut.jsonl");
      Files.write(cut, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> PredictionFile.read(cut))
          .as("cut to %d bytes", length)
          .isInstanceOf(MalformedPredictionsException.class);
    }
  }

  @Test
  void read_linesTakenOutOrAdded_isSaid() throws IOException {
    String line = "{\"id\":\"x\",\"label\":\"a\",\"probabilities\":[1,0]}\n";
    Path file = folder.resolve("count.jsonl");
    Files.writeString(file, HEADER.replace("1,", "1,\"samples\":2,") + line);
    assertThatThrownBy(() -> PredictionFile.read(file))
        .hasMessageContaining("the first line says, 2, but were 1: the file was cut off");
    Files.writeString(file, HEADER.replace("1,", "1,\"samples\":0,") + line);
    assertThatThrownBy(() -> PredictionFile.read(file))
        .hasMessageContaining("but were 1: lines were added");
  }

  /** Other programs need not count, nor end the last line, nor leave out blank ones. */
  @Test
  void read_ofAnotherProgram_isRead() throws IOException {
    Path file = folder.resolve("other.jsonl");
    Files.writeString(
        file,
        HEADER.replace("\n", "\r\n\r\n")
            + "{ \"probabilities\": [1, 0], \"label\": \"a\", \"id\": \"x\" }\r\n\n"
            + "{\"id\":\"y\",\"label\":\"b\",\"probabilities\":[0.5,5e-1]}");
    assertThat(PredictionFile.read(file).ids()).containsExactly("x", "y");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | schemaVersion must be 1, but was missing",
        "{'schemaVersion':2,'labels':['a']} | schemaVersion must be 1, but was 2",
        "{'schemaVersion':1,'schemaVersion':1,'labels':['a']} | key 'schemaVersion' must come once",
        "{'schemaVersion':1,'labels':['a',3]} | labels must be texts, but one was 3",
        "{'schemaVersion':1,'labels':['a','a']} | class names must differ",
        "{'schemaVersion':1,'labels':[]} | at least one class",
        "{'schemaVersion':1,'labels':['a' | line 1",
        "{'schemaVersion':1,'samples':-1,'labels':['a']} | samples must be from 0 to 2147483647, but was -1",
        "{'schemaVersion':1,'samples':9999999999,'labels':['a']} | samples must be from 0 to 2147483647, but was 9999999999",
        "hi | must be an object of JSON with schemaVersion and labels",
        "PK | there must be predictions, but it is a zip, say a model",
        "{'id':'x','label':'a','probabilities':[1,0]} | unknown key 'id'"
      })
  void read_malformedFirstLine_isRefused(String line, String message) throws IOException {
    Path file = folder.resolve("broken.jsonl");
    Files.writeString(file, line.replace('\'', '"') + "\n");
    assertThatThrownBy(() -> PredictionFile.read(file))
        .isInstanceOf(MalformedPredictionsException.class)
        .hasMessageContaining("broken.jsonl, line 1: ")
        .hasMessageContaining(message);
  }

  @Test
  void read_bytesThatAreNoText_areRefused() throws IOException {
    Path file = folder.resolve("bytes.jsonl");
    byte[] line = "{\"id\":\"?\",\"label\":\"a\",\"probabilities\":[1,0]}".getBytes(UTF_8);
    line[7] = (byte) 0xff;
    Files.writeString(file, HEADER);
    Files.write(file, line, StandardOpenOption.APPEND);
    assertThatThrownBy(() -> PredictionFile.read(file)).hasMessageContaining("line 2: ");
  }

  /** What a file says must not clear the screen of who reads the message. */
  @Test
  void read_idWithEscapeSequence_isNotPrintedAsSuch() throws IOException {
    Path file = folder.resolve("escape.jsonl");
    Files.writeString(
        file, HEADER + "{\"id\":\"\\u001b[2J\",\"label\":\"z\",\"probabilities\":[1,0]}\n");
    assertThatThrownBy(() -> PredictionFile.read(file)).hasMessageContaining("'?[2J'");
  }

  @Test
  void read_lineWithoutEnd_isRefusedBeforeItIsHeld() throws IOException {
    Path file = folder.resolve("long.jsonl");
    byte[] spaces = new byte[3 << 20];
    Arrays.fill(spaces, (byte) ' ');
    Files.write(file, spaces);
    assertThatThrownBy(() -> PredictionFile.read(file))
        .hasMessageContaining("line 1: a line must have at most 1048576 bytes");
  }

  @Test
  void read_idTwice_isRefused() throws IOException {
    String line = "{\"id\":\"x\",\"label\":\"a\",\"probabilities\":[1,0]}\n";
    Path file = folder.resolve("twice.jsonl");
    Files.writeString(file, HEADER + line + line);
    assertThatThrownBy(() -> PredictionFile.read(file))
        .hasMessageContaining("line 3: ids must be distinct, but 'x' came twice");
  }

  @Test
  void read_emptyOrWithoutSamples_isRefused() throws IOException {
    Path file = folder.resolve("empty.jsonl");
    Files.writeString(file, "");
    assertThatThrownBy(() -> PredictionFile.read(file)).hasMessageContaining("the file is empty");
    Files.writeString(file, HEADER);
    assertThatThrownBy(() -> PredictionFile.read(file)).hasMessageContaining("held none");
  }
}
