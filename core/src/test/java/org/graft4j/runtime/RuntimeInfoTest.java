package org.graft4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RuntimeInfoTest {
  private static final RuntimeInfo INFO =
      new RuntimeInfo(
          "0.1.0",
          "1.0.0-M2.1",
          "17.0.9 (Vendor \"X\")",
          "Linux 6 amd64",
          new Acceleration.Status(
              true,
              Optional.empty(),
              "CPU",
              "linux-x86_64-onednn",
              true,
              List.of("avx", "fma"),
              2,
              "oneDNN 2.5.2",
              Optional.empty()),
          new GpuPreflight.Result(GpuPreflight.Outcome.NO_CUDA_BACKEND, ""));

  @Test
  void toJson_isOneObjectOfTypedFacts() throws Exception {
    JsonNode json = new ObjectMapper().readTree(INFO.toJson());
    assertThat(json.get("java").textValue()).isEqualTo("17.0.9 (Vendor \"X\")");
    assertThat(json.get("oneDnn").booleanValue()).isTrue();
    assertThat(json.get("threads").intValue()).isEqualTo(2);
    assertThat(json.get("cpuFeatures").get(1).textValue()).isEqualTo("fma");
    assertThat(json.get("gpu").textValue()).isEqualTo("no-cuda-backend");
  }

  @Test
  void toTable_leavesOutWhatIsEmpty() {
    assertThat(INFO.toTable())
        .contains("natives                linux-x86_64-onednn\n")
        .contains("cpuFeatures            avx fma\n")
        .contains("engine                 oneDNN 2.5.2\n")
        .doesNotContain("gpuMessage")
        .doesNotContain("Because");
  }

  @Test
  void collect_onThisMachine_knowsVersionsAndBackend() {
    RuntimeInfo info = RuntimeInfo.collect();
    assertThat(info.dl4j()).isEqualTo("1.0.0-M2.1");
    assertThat(info.java()).startsWith(System.getProperty("java.version"));
    assertThat(info.acceleration().backend()).isEqualTo("CPU");
    assertThat(info.acceleration().engine()).isEqualTo("oneDNN 2.5.2");
  }
}
