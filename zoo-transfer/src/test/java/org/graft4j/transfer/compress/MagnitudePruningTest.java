package org.graft4j.transfer.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.graft4j.bundle.StoredWeights;
import org.graft4j.data.TestTimeViews;
import org.graft4j.model.Abstention;
import org.graft4j.model.Decision;
import org.graft4j.model.Provenance;
import org.graft4j.model.TrainedModel;
import org.graft4j.testing.SmallBackbone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MagnitudePruningTest {
  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-9, 0.1, 1.0 / 3, 0.5, 0.987, 0.999999})
  void applyTo_anyShare_zeroesThatManyWeightsExactly(double share) {
    TrainedModel model = SmallNets.model(1);
    NetworkSize before = NetworkSize.of(model.graph(), model.input());
    NetworkSize after = size(MagnitudePruning.of(share).applyTo(model));
    assertThat(before.zeros()).isZero();
    assertThat(after.zeros()).isEqualTo((long) Math.floor(share * before.weights()));
    assertThat(after.multiplyAdds()).isEqualTo(before.multiplyAdds());
  }

  @Test
  void applyTo_perLayer_zeroesThatShareOfEach() {
    TrainedModel pruned = MagnitudePruning.of(0.37).perLayer().applyTo(SmallNets.model(1));
    for (LayerWeights layer : LayerWeights.of(pruned.graph())) {
      assertThat(layer.zeros()).isEqualTo((long) Math.floor(0.37 * layer.count()));
    }
  }

  @Test
  void applyTo_wholeNetwork_leavesOutWhatIsSmallest() {
    TrainedModel model = SmallNets.model(1);
    double largestGone = 0;
    double smallestLeft = Double.POSITIVE_INFINITY;
    TrainedModel pruned = MagnitudePruning.of(0.6).applyTo(model);
    for (LayerWeights layer : LayerWeights.of(pruned.graph())) {
      float[] now = layer.rows().copy();
      float[] was = weights(model, layer.parameter()).rows().copy();
      for (int i = 0; i < now.length; i++) {
        if (now[i] == 0) {
          largestGone = Math.max(largestGone, Math.abs(was[i]));
        } else {
          assertThat(now[i]).isEqualTo(was[i]);
          smallestLeft = Math.min(smallestLeft, Math.abs(now[i]));
        }
      }
    }
    assertThat(largestGone).isPositive().isLessThanOrEqualTo(smallestLeft);
    assertThat(NetworkSize.of(model.graph(), model.input()).zeros()).isZero();
  }

  private static LayerWeights weights(TrainedModel model, String parameter) {
    return LayerWeights.of(model.graph()).stream()
        .filter(layer -> layer.parameter().equals(parameter))
        .findFirst()
        .orElseThrow();
  }

  /** Biases and norms are few, and count for much. */
  @Test
  void applyTo_model_leavesBiasesNormsAndStatistics() {
    TrainedModel model = SmallNets.model(1);
    TrainedModel pruned = MagnitudePruning.of(0.9).applyTo(model);
    model
        .graph()
        .paramTable()
        .forEach(
            (name, values) -> {
              if (!name.endsWith("_W")) {
                assertThat(pruned.graph().getParam(name)).as(name).isEqualTo(values);
              }
            });
  }

  @Test
  void applyTo_prunedModel_changesNothing() {
    TrainedModel once = MagnitudePruning.of(0.7).applyTo(SmallNets.model(1));
    TrainedModel twice = MagnitudePruning.of(0.7).applyTo(once);
    assertThat(twice.graph().params()).isEqualTo(once.graph().params());
  }

  @Test
  void applyTo_again_appendsToTheHistoryAndDropsTheDecision() {
    TrainedModel sure = SmallNets.model(1).withDecision(decision());
    TrainedModel once = MagnitudePruning.of(0.25).applyTo(sure);
    TrainedModel twice = MagnitudePruning.of(0.5).perLayer().applyTo(once);
    assertThat(once.decision()).isEqualTo(Decision.PLAIN);
    assertThat(CompressionHistory.of(once.provenance()).steps()).hasSize(1);
    assertThat(twice.provenance().facts())
        .containsAllEntriesOf(once.provenance().facts())
        .containsOnlyKeys("compression.1", "compression.2");
    long zeros = size(once).zeros();
    assertThat(CompressionHistory.of(twice.provenance()).since(once.provenance()))
        .singleElement()
        .asString()
        .startsWith("magnitude pruning of 0.5 of each layer's weights: " + zeros + " of ")
        .endsWith(" zero before, " + size(twice).zeros() + " after");
  }

  /** What changes nothing tells nothing, and the decision still holds. */
  @Test
  void applyTo_weightsThatAreZeroAlready_keepsHistoryAndDecision() {
    TrainedModel once = MagnitudePruning.of(0.5).applyTo(SmallNets.model(1));
    TrainedModel again = MagnitudePruning.of(0.3).applyTo(once.withDecision(decision()));
    assertThat(again.provenance()).isEqualTo(once.provenance());
    assertThat(again.decision()).isEqualTo(decision());
  }

  /** A temperature that is gone is not spoken of. */
  @Test
  void undecided_model_losesTheFactsOfItsDecisionAlone() {
    TrainedModel model = SmallNets.model(1).withDecision(decision());
    TrainedModel told =
        new TrainedModel(
            model.graph(),
            model.input(),
            model.labels(),
            new Provenance(Map.of("temperature", "2", "abstention", "a", "seed", "42")),
            model.decision());
    TrainedModel undecided = CompressionHistory.undecided(told);
    assertThat(undecided.provenance().facts()).containsExactly(Map.entry("seed", "42"));
    assertThat(undecided.decision()).isEqualTo(Decision.PLAIN);
  }

  private static Decision decision() {
    return new Decision(
        2, Optional.of(new Abstention(0.9, 0.05, 0.95, 0.5)), TestTimeViews.PLAIN.describe());
  }

  /** Of equal weights as many go as of others. */
  @Test
  void applyTo_equalWeights_zeroesThatManyExactly() {
    TrainedModel model = SmallNets.model(1);
    LayerWeights.of(model.graph()).forEach(layer -> layer.values().assign(-0.5));
    NetworkSize after = size(MagnitudePruning.of(0.25).applyTo(model));
    assertThat(after.zeros()).isEqualTo((long) Math.floor(0.25 * after.weights()));
  }

  @Test
  void applyTo_model_takesLessRoomOnlyWhereZerosAreLeftOut() {
    TrainedModel model = SmallNets.model(1);
    TrainedModel pruned = MagnitudePruning.of(0.5).applyTo(model);
    long plain = StoredWeights.FLOAT32.bytes(model.graph());
    assertThat(StoredWeights.FLOAT32.bytes(pruned.graph())).isEqualTo(plain);
    assertThat(StoredWeights.SPARSE.bytes(pruned.graph())).isLessThan((long) (0.56 * plain));
  }

  @Test
  void applyTo_nan_isNamed() {
    TrainedModel model = SmallNets.model(1);
    model.graph().getParam("fc_W").putScalar(0, Float.NaN);
    assertThatThrownBy(() -> MagnitudePruning.of(0.5).applyTo(model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weights must be numbers to be pruned, but 'fc_W' has NaN");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void of_badShare_isRefused(double share) {
    assertThatThrownBy(() -> MagnitudePruning.of(share))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("share must be in [0, 1), but was " + share);
  }

  /** By hand: 8 filters of 3x3x3 at 7x7 places, and 8x5 of the dense layer. */
  @Test
  void networkSize_smallNetwork_isWhatOneCounts() {
    var backbone = SmallBackbone.of(1);
    assertThat(NetworkSize.of(backbone.graph(), backbone.input()))
        .isEqualTo(new NetworkSize(216 + 8 + 40 + 5, 216 + 40, 0, 216 * 49 + 40));
  }

  private static NetworkSize size(TrainedModel model) {
    return NetworkSize.of(model.graph(), model.input());
  }
}
