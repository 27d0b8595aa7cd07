package org.graft4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FullSetTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Map<String, String> FACTS = Map.of("cpu", "Some CPU");
  private static final List<Comparison> ROWS =
      List.of(new Comparison("forward", "peer", 2, 1, "pictures/s", 2));

  private static JsonNode jmh() throws IOException {
    return JSON.readTree(
        """
        [{"benchmark": "org.graft4j.benchmarks.TrunkForward.forward", "mode": "thrpt",
          "params": {"batch": "16", "engine": "GRAFT4J"},
          "primaryMetric": {"score": 1.3605, "scoreError": "NaN", "scoreUnit": "ops/s"}}]
        """);
  }

  @Test
  void markdown_results_hasFactsComparisonsAndScores() throws IOException {
    assertThat(FullSet.markdown("2026-01-01-some-cpu", FACTS, ROWS, jmh()).lines())
        .contains(
            "# Benchmarks, 2026-01-01-some-cpu",
            "- cpu: Some CPU",
            "| forward | peer | 2.00 | 1.00 | pictures/s | 2.00 |",
            "| TrunkForward.forward | batch 16, engine GRAFT4J | thrpt | 1.361 | NaN | ops/s |");
  }

  @Test
  void json_results_hasMachineComparisonsAndScores() throws IOException {
    JsonNode report = JSON.readTree(FullSet.json(FACTS, ROWS, jmh()));
    assertThat(report.at("/machine/cpu").asText()).isEqualTo("Some CPU");
    assertThat(report.at("/comparisons/0/ratio").asDouble()).isEqualTo(2);
    assertThat(report.at("/jmh/0/primaryMetric/score").asDouble()).isEqualTo(1.3605);
  }

  @Test
  void slug_nameOfAProcessor_isAFileName() {
    assertThat(Machine.slug("AMD EPYC(TM) 9654 ")).isEqualTo("amd-epyc-tm-9654");
  }

  @Test
  void cpu_cpuinfo_isTheFirstModelName() {
    assertThat(Machine.cpu("vendor_id\t: X\nmodel name\t: Some CPU @ 2GHz\nmodel name\t: Other\n"))
        .isEqualTo("Some CPU @ 2GHz");
  }
}
