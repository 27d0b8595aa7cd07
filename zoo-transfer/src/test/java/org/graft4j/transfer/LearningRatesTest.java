package org.graft4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.graft4j.model.LayerGroups;
import org.junit.jupiter.api.Test;

class LearningRatesTest {
  private static final LearningRates RATES = new LearningRates(1, 0.5, 0.25);

  private static LayerGroups groups() {
    Map<String, Set<String>> groups = new LinkedHashMap<>();
    groups.put("low", Set.of("conv1"));
    groups.put("high", Set.of("conv2"));
    return LayerGroups.of(groups);
  }

  @Test
  void of_headAndGroups_decaysDownwards() {
    assertThat(RATES.of("head", groups())).isEqualTo(1);
    assertThat(RATES.of("conv2", groups())).isEqualTo(0.5);
    assertThat(RATES.of("conv1", groups())).isEqualTo(0.125);
  }

  @Test
  void of_layerInNoGroup_isNotTheHead() {
    assertThatThrownBy(() -> RATES.of("stem", groups()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'stem'")
        .hasMessageContaining("[low, high]");
  }
}
