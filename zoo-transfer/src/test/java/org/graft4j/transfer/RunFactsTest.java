package org.graft4j.transfer;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RunFactsTest {

  @Test
  void requireSame_sameSettings_areAccepted() {
    assertThatCode(() -> RunFacts.requireSame(Map.of("seed", "1"), Map.of("seed", "1")))
        .doesNotThrowAnyException();
  }

  @Test
  void requireSame_settingThatIsNew_isNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunFacts.requireSame(Map.of(), Map.of("views", "4")))
        .withMessageContaining("views was not set, but is 4");
  }

  /** No setting would help: it has another name, or none, there. */
  @Test
  void requireSame_checkpointOfAnotherVersion_saysWhatToDo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunFacts.requireSame(Map.of(), Map.of("mixing", "none")))
        .withMessage(
            "cannot resume another run: mixing was not set, but is none. What is set on one side"
                + " alone shows another version of Graft4J: finish the run with the version that"
                + " began it, or delete the checkpoint and start again");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunFacts.requireSame(Map.of("seed", "1"), Map.of("seed", "2")))
        .withMessageContaining("Use the settings of the interrupted run");
  }

  @Test
  void requireSame_longValues_areShownAroundTheirDifference() {
    String same = "Crop[scale=0.35], ".repeat(20);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                RunFacts.requireSame(
                    Map.of("augmentation", same + "Flip[0.5]" + same),
                    Map.of("augmentation", same + "Flip[0.25]" + same)))
        .withMessageMatching(
            "cannot resume another run: augmentation was ….{15,40}Flip\\[0\\.5].{20,60}…, but is"
                + " ….{15,40}Flip\\[0\\.25].{20,60}…\\. Use the settings.*");
  }

  /** Another version's run with a setting that is gone was another run. */
  @Test
  void requireSame_settingThatIsGone_isNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunFacts.requireSame(Map.of("mixing", "0.2"), Map.of()))
        .withMessageContaining("mixing was 0.2, but is not set");
  }

  @Test
  void requireSame_severalDifferences_areNamedInTheOrderOfTheirNames() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                RunFacts.requireSame(
                    Map.of("mixing", "0.2", "seed", "1"), Map.of("batch", "8", "seed", "2")))
        .withMessageContaining(
            "batch was not set, but is 8; mixing was 0.2, but is not set; seed was 1, but is 2");
  }
}
