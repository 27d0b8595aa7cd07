package org.graft4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Seed;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class RateFinderTest {
  private static final RateRange RANGE = new RateRange(1e-5, 10, 60);

  private static TrainingSettings.Builder settings() {
    return TrainingSettings.of(Toy.data(23, 1), 3, 1e-2).seed(Seed.of(5));
  }

  /** A finder that leaves a trace changes the training that its answer is for. */
  @Test
  void find_leavesParametersAndGenerator_asTheyWere() {
    ComputationGraph graph = Toy.network();
    INDArray before = graph.params().dup();
    RngState generator = RngState.capture();

    RateFinder.find(graph, settings().build(), RANGE);

    assertThat(graph.params()).isEqualTo(before);
    assertThat(RngState.capture()).isEqualTo(generator);
  }

  @Test
  void find_beforeATraining_changesNoBitOfIt() {
    ComputationGraph plain = Toy.network();
    TrainingLoop.train(plain, settings().build());
    ComputationGraph sought = Toy.network();
    RateFinder.find(sought, settings().build(), RANGE);
    TrainingLoop.train(sought, settings().build());
    assertThat(sought.params()).isEqualTo(plain.params());
  }

  @Test
  void find_twice_seesTheSame() {
    ComputationGraph graph = Toy.network();
    RateCurve first = RateFinder.find(graph, settings().build(), RANGE);
    assertThat(RateFinder.find(graph, settings().build(), RANGE)).isEqualTo(first);
  }

  @Test
  void find_overALearnableTask_suggestsARateThatLearns() {
    TrainingSettings.Builder settings = TrainingSettings.of(Toy.data(200, 1), 6, 1);
    RateCurve curve =
        RateFinder.find(Toy.network(), settings.build(), new RateRange(1e-5, 10, 100));
    double rate = curve.suggestion().orElseThrow();
    List<EpochRecord> epochs =
        TrainingLoop.train(Toy.network(), TrainingSettings.of(Toy.data(200, 1), 6, rate).build());
    // The best of a grid of rates comes to 0.31, a tenth of the suggestion to 0.84.
    assertThat(epochs.get(5).trainLoss()).isLessThan(0.5);
  }

  @Test
  void find_byPlainSgdAtHugeRates_endsWhenTheLossRunsAway() {
    ComputationGraph graph = Toy.network();
    INDArray before = graph.params().dup();
    RateCurve curve =
        RateFinder.find(
            graph, settings().optimizer(Optimizer.sgd(0.9)).build(), new RateRange(1e-3, 1e9, 60));
    assertThat(curve.diverged()).isTrue();
    assertThat(curve.points().size()).isBetween(2, 59);
    assertThat(graph.params()).isEqualTo(before);
  }

  @Test
  void find_askedToStop_stopsAndPutsTheParametersBack() {
    ComputationGraph graph = Toy.network();
    INDArray before = graph.params().dup();
    List<TrainingEvent> seen = new ArrayList<>();
    assertThatThrownBy(
            () ->
                RateFinder.find(
                    graph,
                    settings().listener(seen::add).stop(() -> seen.size() > 12).build(),
                    RANGE))
        .isInstanceOf(TrainingInterruptedException.class);
    assertThat(graph.params()).isEqualTo(before);
  }

  @Test
  void range_isGeometric_fromTheLowestToTheHighest() {
    assertThat(RANGE.rate(0)).isEqualTo(1e-5);
    assertThat(RANGE.rate(59)).isCloseTo(10, within(1e-12));
    assertThat(RANGE.rate(2) / RANGE.rate(1)).isCloseTo(Math.pow(1e6, 1.0 / 59), within(1e-12));
    assertThat(RANGE.rate(1000)).isCloseTo(10, within(1e-12));
  }

  @Test
  void range_thatIsNone_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RateRange(0, 1, 100))
        .withMessage("lowest rate must be positive, but was 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RateRange(1, 1, 100))
        .withMessage("highest rate must be above the lowest, 1.0, but was 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RateRange(1, 2, 19))
        .withMessage("steps must be from 20 to 100000, but was 19");
  }
}
