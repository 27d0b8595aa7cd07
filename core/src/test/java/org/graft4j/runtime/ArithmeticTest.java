package org.graft4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever changes the rounding changes the text, and the facts in one place. */
class ArithmeticTest {
  private static final Arithmetic BASE =
      new Arithmetic("1", "M2.1", "linux", "oneDNN 2.5.2", true, List.of("avx", "avx2"), "", 4);

  /** One for each component, which alone is another. */
  static List<Arithmetic> others() {
    List<String> processor = BASE.processor();
    return List.of(
        new Arithmetic("2", "M2.1", "linux", "oneDNN 2.5.2", true, processor, "", 4),
        new Arithmetic("1", "M2.2", "linux", "oneDNN 2.5.2", true, processor, "", 4),
        new Arithmetic("1", "M2.1", "linux-avx2", "oneDNN 2.5.2", true, processor, "", 4),
        new Arithmetic("1", "M2.1", "linux", "DL4J", true, processor, "", 4),
        new Arithmetic("1", "M2.1", "linux", "oneDNN 2.5.2", false, processor, "", 4),
        new Arithmetic("1", "M2.1", "linux", "oneDNN 2.5.2", true, List.of("avx"), "", 4),
        new Arithmetic("1", "M2.1", "linux", "oneDNN 2.5.2", true, processor, "AVX2", 4),
        new Arithmetic("1", "M2.1", "linux", "oneDNN 2.5.2", true, processor, "", 2));
  }

  @ParameterizedTest
  @MethodSource("others")
  void text_oneComponentChanged_isAnother(Arithmetic other) {
    assertThat(other.text()).isNotEqualTo(BASE.text());
  }

  @ParameterizedTest
  @MethodSource("others")
  void facts_oneComponentChanged_differInThatOne(Arithmetic other) {
    assertThat(other.facts().keySet()).isEqualTo(BASE.facts().keySet());
    assertThat(other.facts().entrySet().stream().filter(e -> !BASE.facts().entrySet().contains(e)))
        .hasSize(1);
  }

  @Test
  void others_components_haveOneEach() {
    assertThat(others()).doesNotHaveDuplicates().hasSameSizeAs(BASE.facts().entrySet());
  }

  @Test
  void of_thisProcess_isWhatRuntimeInfoSays() {
    RuntimeInfo runtime = RuntimeInfo.collect();
    Arithmetic arithmetic = Arithmetic.of(runtime, Map.of("PATH", "/bin"));

    assertThat(arithmetic)
        .isEqualTo(
            new Arithmetic(
                runtime.graft4j(),
                runtime.dl4j(),
                runtime.acceleration().natives(),
                runtime.acceleration().engine(),
                runtime.acceleration().enabled(),
                runtime.acceleration().cpuFeatures(),
                "",
                runtime.acceleration().threads()));
  }

  @Test
  void of_limitedInstructions_saysSoUnderEitherName() {
    RuntimeInfo runtime = RuntimeInfo.collect();

    assertThat(Arithmetic.of(runtime, Map.of("ONEDNN_MAX_CPU_ISA", "AVX2")).instructionLimits())
        .isEqualTo("ONEDNN_MAX_CPU_ISA=AVX2");
    assertThat(
            Arithmetic.of(runtime, Map.of("DNNL_MAX_CPU_ISA", "SSE41", "DNNL_CPU_ISA_HINTS", "1"))
                .instructionLimits())
        .isEqualTo("DNNL_MAX_CPU_ISA=SSE41 DNNL_CPU_ISA_HINTS=1");
  }
}
