package org.graft4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Classes are matched by name, or not at all. */
class LabelMapTest {
  private static final LabelMap ABC = LabelMap.of(List.of("a", "b", "c"));

  @Test
  void placesIn_aMapInAnotherOrder_areWhereTheNamesStandThere() {
    assertThat(ABC.placesIn(LabelMap.of(List.of("c", "a", "b")), "the other"))
        .containsExactly(1, 2, 0);
  }

  @Test
  void placesIn_aMapOfOtherClasses_namesThoseThatDiffer() {
    assertThatThrownBy(() -> ABC.placesIn(LabelMap.of(List.of("b", "d", "c")), "the teacher"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the teacher must have the same classes, in any order, but lacks [a] and has [d]"
                + " besides");
    assertThatThrownBy(() -> ABC.placesIn(LabelMap.of(List.of("b", "c")), "the teacher"))
        .hasMessageEndingWith("but lacks [a]");
    assertThatThrownBy(() -> ABC.placesIn(LabelMap.of(List.of("a", "b", "c", "d")), "the teacher"))
        .hasMessageEndingWith("but has [d] besides");
  }
}
