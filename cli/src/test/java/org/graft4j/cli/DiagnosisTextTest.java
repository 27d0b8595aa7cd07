package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.graft4j.data.LabelMap;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.diagnose.PairedRun;
import org.graft4j.eval.diagnose.TrainedOnce;
import org.graft4j.eval.diagnose.TrainingBudget;
import org.graft4j.eval.diagnose.TransferGain;
import org.junit.jupiter.api.Test;

/** The verdict says no more than the comparison does. */
class DiagnosisTextTest {

  private static TrainedOnce trained(int right, String plan, double loss) {
    PredictionTable.Builder table = PredictionTable.of(LabelMap.of(List.of("cat", "dog")));
    for (int i = 0; i < 40; i++) {
      double own = i < right ? 0.9 : 0.1;
      table.add("#" + i, 0, new double[] {own, 1 - own});
    }
    return new TrainedOnce(table.build(), new TrainingBudget(plan, 5, 100, 1, loss));
  }

  private static String verdict(int pretrained, String plan, int scratch, double loss) {
    PairedRun run = new PairedRun(trained(pretrained, plan, 0.01), trained(scratch, "full", loss));
    return DiagnosisText.verdict(TransferGain.of(List.of(run), 0.95));
  }

  @Test
  void verdict_aFrozenBackboneThatLoses_doesNotBlameTheWeights() {
    assertThat(verdict(20, "linear-probe", 38, 0.01))
        .startsWith("negative transfer: from scratch does better here")
        .contains("it was linear-probe against full: --plan full compares the weights alone");
  }

  @Test
  void verdict_theSamePlan_isOfTheWeights() {
    assertThat(verdict(20, "full", 38, 0.01))
        .isEqualTo("negative transfer: from scratch does better here");
  }

  @Test
  void verdict_scratchThatHasNotLearned_isDoubted() {
    assertThat(verdict(38, "linear-probe", 20, 0.6))
        .startsWith("positive transfer")
        .contains("raise --scratch-epochs before believing it")
        .doesNotContain("against full");
  }
}
