package org.graft4j.augment.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.graft4j.data.Folds;
import org.graft4j.data.Seed;
import org.graft4j.train.TrainingInterruptedException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is held out is told by rows that have nothing of it, and chance is not taken for gain. */
class AcceptanceGateTest {
  private static final int N = 30;
  private static final int[] LABELS = IntStream.range(0, N).map(i -> i % 2).toArray();
  private static final Folds FOLDS = Folds.stratified(LABELS, 5, Seed.of(1));

  /** A row is its item's number. */
  private static INDArray numbers() {
    double[][] rows = new double[N][1];
    for (int i = 0; i < N; i++) {
      rows[i][0] = i;
    }
    return Nd4j.createFromArray(rows);
  }

  private static AcceptanceGate gate(Probe probe, GainInterval interval) {
    return AcceptanceGate.of(numbers(), LABELS, FOLDS, probe, interval);
  }

  /** Says the parity of the number right from a threshold on. */
  private static Probe rightFrom(int threshold) {
    return plain ->
        (training, heldOut) ->
            IntStream.of(heldOut.getColumn(0).toIntVector())
                .map(item -> item >= threshold ? item % 2 : 1 - item % 2)
                .toArray();
  }

  @Test
  void items_heldOut_areNeitherLearnedFromNorSettledOn() throws IOException {
    List<Integer> asked = new ArrayList<>();
    Probe spy =
        plain -> {
          List<Integer> settledOn = ints(plain.rows());
          return (training, heldOut) -> {
            List<Integer> held = ints(heldOut);
            asked.addAll(held);
            assertThat(held).doesNotContainAnyElementsOf(settledOn);
            assertThat(held).doesNotContainAnyElementsOf(ints(training.rows()));
            assertThat(training.size() + held.size()).isEqualTo(N);
            return new int[held.size()];
          };
        };
    AcceptanceGate gate = gate(spy, Judges.threeErrors());
    gate.outOfFold(gate.plainRows());
    assertThat(asked).hasSize(N).doesNotHaveDuplicates();
  }

  private static List<Integer> ints(INDArray rows) {
    return IntStream.of(rows.getColumn(0).toIntVector()).boxed().toList();
  }

  /** A view that bears its item's number, plus a hundred for each view. */
  @Test
  void viewRows_ofAFold_areTheViewsOfItsItemsAlone() {
    INDArray views = Nd4j.zeros(3, N, 1);
    for (int view = 0; view < 3; view++) {
      for (int i = 0; i < N; i++) {
        views.putScalar(view, i, 0, 100 * view + i);
      }
    }
    List<Integer> labels = IntStream.of(LABELS).boxed().toList();
    try (LabelledRows rows = new ViewRows(views, labels, 2, 2).of(List.of(3, 7, 8))) {
      assertThat(ints(rows.rows())).containsExactly(3, 7, 8, 103, 107, 108);
      assertThat(rows.targets().argMax(1).toIntVector()).containsExactly(1, 1, 0, 1, 1, 0);
    }
  }

  /** ND4J gives a single row as a vector in places. */
  @Test
  void fold_ofOneItem_isARowOfItsOwn() throws IOException {
    int[] labels = {0, 0, 0, 1, 1, 1};
    INDArray plain = Nd4j.createFromArray(new double[][] {{0}, {0.1}, {0.2}, {5}, {5.1}, {5.2}});
    Folds folds = Folds.stratified(new int[6], 6, Seed.of(1));
    assertThat(folds.heldOut(0)).hasSize(1);
    AcceptanceGate gate =
        AcceptanceGate.of(plain, labels, folds, Judges.nearest(), Judges.threeErrors());
    assertThat(gate.outOfFold(gate.plainRows()).correct()).isEqualTo(6);
  }

  @Test
  void decision_candidateRightMoreOften_isAccepted() throws IOException {
    OutOfFold baseline = outOfFold(20);
    OutOfFold candidate = outOfFold(2);
    GateDecision decision =
        gate(Judges.nearest(), Judges.threeErrors()).decide(baseline, candidate);
    assertThat(decision.onlyCandidate()).isEqualTo(18);
    assertThat(decision.onlyBaseline()).isZero();
    assertThat(decision.gain()).isCloseTo(18.0 / N, within(1e-12));
    assertThat(decision.accepted()).isTrue();
    assertThat(decision.harmful()).isFalse();
  }

  @Test
  void decision_candidateRightLessOften_isHarmful() throws IOException {
    GateDecision decision =
        gate(Judges.nearest(), Judges.threeErrors()).decide(outOfFold(2), outOfFold(20));
    assertThat(decision.accepted()).isFalse();
    assertThat(decision.harmful()).isTrue();
  }

  @Test
  void decision_gainWithinChance_isNotAccepted() throws IOException {
    GateDecision decision =
        gate(Judges.nearest(), Judges.threeErrors()).decide(outOfFold(20), outOfFold(16));
    assertThat(decision.gain()).isPositive();
    assertThat(decision.accepted()).isFalse();
  }

  private static OutOfFold outOfFold(int rightFrom) throws IOException {
    AcceptanceGate gate = gate(rightFrom(rightFrom), Judges.threeErrors());
    return gate.outOfFold(gate.plainRows());
  }

  @Test
  void confidence_ofSeveralCandidates_isThatOfBonferroni() throws IOException {
    List<Double> asked = new ArrayList<>();
    GainInterval spy =
        (gained, lost, n, confidence) -> {
          asked.add(confidence);
          return new GainInterval.Bounds(-1, 1);
        };
    AcceptanceGate gate = gate(Judges.nearest(), spy);
    gate.decide(gate.plainRows());
    gate.withConfidence(0.9).forCandidates(5).decide(gate.plainRows());
    assertThat(asked.get(0)).isCloseTo(0.95, within(1e-12));
    assertThat(asked.get(1)).isCloseTo(0.98, within(1e-12));
  }

  @Property(tries = 30)
  void candidate_ofPlainRowsRepeated_gainsNothing(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int times) throws IOException {
    Random random = new Random(seed);
    double[][] rows = new double[N][3];
    int[] labels = new int[N];
    for (int i = 0; i < N; i++) {
      labels[i] = i % 3;
      rows[i] = random.doubles(3).toArray();
    }
    INDArray plain = Nd4j.createFromArray(rows);
    AcceptanceGate gate =
        AcceptanceGate.of(
            plain,
            labels,
            Folds.stratified(labels, 4, Seed.of(seed)),
            Judges.nearest(),
            Judges.threeErrors());
    INDArray views = Nd4j.repeat(plain, times).reshape(times, N, 3);
    GateDecision decision =
        gate.decide(new ViewRows(views, IntStream.of(labels).boxed().toList(), 3, times));
    assertThat(decision.onlyCandidate()).isZero();
    assertThat(decision.onlyBaseline()).isZero();
    assertThat(decision.accepted()).isFalse();
  }

  @Test
  void probe_thatTellsTooFewClasses_isNamed() {
    AcceptanceGate gate = gate(plain -> (training, heldOut) -> new int[1], Judges.threeErrors());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gate.outOfFold(gate.plainRows()))
        .withMessage("probe must tell one class for each held-out row, but told 1 for 6");
  }

  @Test
  void decision_ofOtherLabels_isRefused() throws IOException {
    AcceptanceGate gate = gate(Judges.nearest(), Judges.threeErrors());
    OutOfFold own = gate.outOfFold(gate.plainRows());
    OutOfFold other = new OutOfFold(own.predicted(), own.predicted(), own.foldAccuracies());
    assertThat(own.predicted()).isNotEqualTo(own.labels());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gate.decide(own, other))
        .withMessageContaining("candidate must be of this gate's 30 items and 5 folds");
  }

  /** Two folds gain much and three nothing: by the items alone it would be beyond chance. */
  @Test
  void decision_gainOfFewFolds_isNotAccepted() throws IOException {
    AcceptanceGate gate = gate(Judges.nearest(), Judges.threeErrors());
    List<Integer> labels = IntStream.of(LABELS).boxed().toList();
    List<Integer> wrong = labels.stream().map(label -> 1 - label).toList();
    List<Integer> some =
        IntStream.range(0, N)
            .map(i -> FOLDS.of(i) < 2 ? LABELS[i] : 1 - LABELS[i])
            .boxed()
            .toList();
    GateDecision decision =
        gate.decide(
            new OutOfFold(wrong, labels, List.of(0.0, 0.0, 0.0, 0.0, 0.0)),
            new OutOfFold(some, labels, List.of(1.0, 1.0, 0.0, 0.0, 0.0)));
    assertThat(decision.onlyCandidate()).isEqualTo(12);
    assertThat(decision.foldGains()).containsExactly(1.0, 1.0, 0.0, 0.0, 0.0);
    assertThat(decision.foldsWon()).isEqualTo(2);
    assertThat(decision.accepted()).isFalse();
    assertThat(Judges.threeErrors().of(12, 0, N, 0.95).low()).isPositive();
  }

  /** Of (0.1, 0.2, 0.3, 0.4, 0.5): mean 0.3, variance 0.025, t of 4 degrees 2.776445. */
  @Test
  void foldSpread_ofFiveGains_isTheCorrectedInterval() {
    GainInterval.Bounds bounds = FoldSpread.of(List.of(0.1, 0.2, 0.3, 0.4, 0.5), 5, 0.95);
    double half = 2.776445 * Math.sqrt(0.025 * (0.2 + 0.25));
    assertThat(bounds.low()).isCloseTo(0.3 - half, within(1e-6));
    assertThat(bounds.high()).isCloseTo(0.3 + half, within(1e-6));
  }

  @Test
  void gate_stopped_saysSo() {
    AcceptanceGate gate = gate(Judges.nearest(), Judges.threeErrors()).stopWhen(() -> true);
    assertThatThrownBy(() -> gate.outOfFold(gate.plainRows()))
        .isInstanceOf(TrainingInterruptedException.class);
  }

  @Test
  void rows_ofAnotherWidth_areRefused() {
    AcceptanceGate gate = gate(Judges.nearest(), Judges.threeErrors());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> gate.outOfFold(items -> LabelledRows.of(Nd4j.ones(2, 4), new int[] {0, 1}, 2)))
        .withMessage("training rows must have 1 features and 2 targets, but had 4 and 2");
  }

  @Test
  void labels_ofOneClass_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                AcceptanceGate.of(
                    numbers(), new int[N], FOLDS, Judges.nearest(), Judges.threeErrors()))
        .withMessageContaining("two classes at least");
  }
}
