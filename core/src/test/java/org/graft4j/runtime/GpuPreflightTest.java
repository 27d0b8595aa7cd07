package org.graft4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4jBackend;

class GpuPreflightTest {
  @ParameterizedTest
  @ValueSource(strings = {"3.7", "5.0", "7.5", "8.0", "8.6", "8.9"})
  void check_capabilityWithKernels_isSilent(String capability) {
    assertThat(GpuPreflight.check("NVIDIA X", capability)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.1", "3.5", "9.0", "10.0", "12.0"})
  void check_capabilityWithoutKernels_saysOneSentenceWithTheRemedy(String capability) {
    assertThat(GpuPreflight.check("NVIDIA H100", capability))
        .hasValueSatisfying(
            sentence ->
                assertThat(sentence)
                    .startsWith(
                        "GPU 'NVIDIA H100' has compute capability "
                            + capability
                            + ", but nd4j-cuda")
                    .contains("BACKEND_PRIORITY_CPU=200")
                    .doesNotContain("\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "9", "[N/A]", "9.0.1"})
  void check_otherForm_isTheCallersMistake(String capability) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GpuPreflight.check("X", capability))
        .withMessageContaining("'" + capability + "'");
  }

  @Test
  void judge_newGpuWithCpuBackend_goesOnWithIt() {
    GpuPreflight.Result result =
        GpuPreflight.judge(List.of("NVIDIA A100, 8.0", "NVIDIA H100, 80GB, 9.0"), true);
    assertThat(result.outcome()).isEqualTo(GpuPreflight.Outcome.CPU_INSTEAD);
    assertThat(result.message()).startsWith("GPU 'NVIDIA H100, 80GB'");
  }

  @Test
  void judge_newGpuAlone_isUnsupported() {
    assertThat(GpuPreflight.judge(List.of("NVIDIA H100, 9.0"), false).outcome())
        .isEqualTo(GpuPreflight.Outcome.UNSUPPORTED);
  }

  @Test
  void judge_answerWithoutDevices_saysNothing() {
    assertThat(GpuPreflight.judge(List.of("No devices were found", "X, [N/A]"), true))
        .isEqualTo(new GpuPreflight.Result(GpuPreflight.Outcome.NO_GPU_SEEN, ""));
  }

  @Test
  void once_withoutCudaOnTheClassPath_asksNothing() {
    assertThat(GpuPreflight.once().outcome()).isEqualTo(GpuPreflight.Outcome.NO_CUDA_BACKEND);
  }

  /**
   * ND4J looks its backends up through the loader that is installed; only the CPU's may be seen.
   */
  @Test
  void cpuBackendOnly_serviceLookUp_findsTheCpuBackendAsTheSameClass() {
    ClassLoader loader = new CpuBackendOnly(GpuPreflightTest.class.getClassLoader());
    assertThat(ServiceLoader.load(Nd4jBackend.class, loader))
        .extracting(backend -> backend.getClass().getName())
        .containsExactly("org.nd4j.linalg.cpu.nativecpu.CpuBackend");
  }
}
