package org.graft4j.zoo.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The formula that stands for weight files is the one that the golden values were made with. */
class DeterministicFillTest {

  @Test
  void fill_checkValues_areThoseOfTheFile() {
    JsonNode file = GoldenNetworks.read("architectures.json");
    DeterministicFill fill = new DeterministicFill(file.get("seed").longValue(), Map.of());
    List<Double> expected = GoldenNetworks.numbers(file.get("fill_checks").get("u('input',0..3)"));

    assertThat(
            List.of(fill.u("input", 0), fill.u("input", 1), fill.u("input", 2), fill.u("input", 3)))
        .isEqualTo(expected);
  }
}
