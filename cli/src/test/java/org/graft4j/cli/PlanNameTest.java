package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.LearningRates;
import org.graft4j.transfer.Stage;
import org.graft4j.zoo.UntrainedBackbone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlanNameTest {
  private static final Backbone BACKBONE = UntrainedBackbone.of("slimresnet", 0, Seed.of(1));

  private static LearningRates last(FineTunePlan plan) {
    List<Stage> stages = plan.stages();
    return stages.get(stages.size() - 1).rates();
  }

  @ParameterizedTest
  @EnumSource(PlanName.class)
  void plan_withARate_hasItAtTheHeadOfTheLastStage(PlanName name) {
    assertThat(last(name.plan(3, 0.004, BACKBONE)).head()).isEqualTo(0.004, within(1e-18));
  }

  @ParameterizedTest
  @EnumSource(PlanName.class)
  void plan_withItsOwnRate_isThePlan(PlanName name) {
    assertThat(name.plan(3, name.headRate(), BACKBONE)).isEqualTo(name.plan(3, null, BACKBONE));
  }

  @Test
  void plan_withARate_scalesAllOthersAlike() {
    FineTunePlan plan = PlanName.HEAD_THEN_ALL.plan(3, 0.002, BACKBONE);
    assertThat(plan.stages().get(0).rates().head()).isEqualTo(0.06, within(1e-15));
    assertThat(last(plan).backbone()).isEqualTo(0.0002, within(1e-15));
    assertThat(last(plan).decay()).isEqualTo(0.7);
  }

  @Test
  void headRate_ofEachPlan_isWhatHelpSays() {
    assertThat(PlanName.LINEAR_PROBE.headRate()).isEqualTo(0.03);
    assertThat(PlanName.HEAD_THEN_ALL.headRate()).isEqualTo(0.001);
    assertThat(PlanName.GRADUAL.headRate()).isEqualTo(0.001);
    assertThat(PlanName.FULL.headRate()).isEqualTo(0.002);
  }
}
