package org.graft4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        "{'id':'x','label':'a','probabilities':[0.7,0.7]} | their sum was",
        "{'id':'x','label':'a','probabilities':['NaN',1]} | line 2",
        "{'id':'x','label':'a','probabilites':[1,0]} | unknown key 'probabilites'",
        "{'id':'','label':'a','probabilities':[1,0]} | id must not be blank",
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
