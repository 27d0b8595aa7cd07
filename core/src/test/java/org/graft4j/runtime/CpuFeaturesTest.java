package org.graft4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CpuFeaturesTest {
  @Test
  void parse_intelLines_keepsVectorInstructionsOfTheFirstProcessor() {
    assertThat(
            CpuFeatures.parse(
                List.of("processor\t: 0", "flags\t\t: fpu avx fma avx2", "flags\t\t: avx512f")))
        .containsExactly("avx", "fma", "avx2");
  }

  @Test
  void parse_armLines_readsFeatures() {
    assertThat(CpuFeatures.parse(List.of("Features\t: fp asimd crc32 sve")))
        .containsExactly("asimd", "sve");
  }

  @Test
  void parse_nothingKnown_isEmpty() {
    assertThat(CpuFeatures.parse(List.of())).isEmpty();
  }
}
