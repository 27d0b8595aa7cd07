package org.graft4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Comparison FORWARD =
      new Comparison("trunk forward", "PyTorch", 21.756, 19.5, "pictures/s", 1.1156);
  private static final Comparison JOB = new Comparison("job", "loop", 12.3, 61.5, "s", 5);

  @Test
  void toJson_rows_isAListOfTheSixMembers() throws JsonProcessingException {
    JsonNode list = JsonMapper.builder().build().readTree(Comparison.toJson(List.of(FORWARD, JOB)));
    assertThat(list.isArray()).isTrue();
    assertThat(list).hasSize(2);
    assertThat(list.get(0).properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("name", "peer", "ours", "theirs", "unit", "ratio");
    assertThat(list.get(1).get("ratio").asDouble()).isEqualTo(5);
  }

  @Test
  void fromJson_whatToJsonWrote_givesTheRowsBack() throws JsonProcessingException {
    List<Comparison> rows = List.of(FORWARD, JOB);
    assertThat(Comparison.fromJson(Comparison.toJson(rows))).isEqualTo(rows);
  }

  @Test
  void toTable_rows_hasAlignedColumnsUnderTitles() {
    assertThat(Comparison.toTable(List.of(FORWARD, JOB)).lines())
        .containsExactly(
            "name           peer           ours      theirs  unit         ratio",
            "trunk forward  PyTorch        21.8        19.5  pictures/s    1.12",
            "job            loop           12.3        61.5  s             5.00");
  }

  @Test
  void toMarkdown_row_isATableRow() {
    assertThat(Comparison.toMarkdown(List.of(JOB)).lines().toList())
        .contains("| job | loop | 12.3 | 61.5 | s | 5.00 |");
  }

  @Test
  void memory_largeJobTakesMore_hasARatioAboveOne() {
    assertThat(Comparison.memory("peak memory", "1000 pictures", 660, 600).ratio()).isEqualTo(1.1);
  }

  @Test
  void comparison_nan_isRefused() {
    assertThatThrownBy(() -> new Comparison("x", "y", Double.NaN, 1, "s", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
  }
}
