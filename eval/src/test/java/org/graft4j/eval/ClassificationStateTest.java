package org.graft4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.graft4j.data.LabelMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassificationStateTest {
  private static final LabelMap LABELS = LabelMap.of(List.of("cat", "dog", "emu"));

  /** Any cut of the samples into batches gives the numbers of all samples at once. */
  @Property(tries = 50)
  void merge_anyBatching_equalsOneState(
      @ForAll @IntRange(min = 1, max = 80) int n,
      @ForAll @IntRange(min = 1, max = 20) int batch,
      @ForAll long seed) {
    List<Predicted> samples = Predicted.samples(n, 4, seed);
    LabelMap labels = Predicted.labels(4);
    ClassificationState merged = new ClassificationState(labels, true);
    for (int from = 0; from < n; from += batch) {
      merged.merge(Predicted.state(samples.subList(from, Math.min(n, from + batch)), labels));
    }
    assertSame(merged, Predicted.state(samples, labels));
  }

  @Property(tries = 50)
  void update_anyOrder_equalsFirstOrder(
      @ForAll @IntRange(min = 1, max = 80) int n, @ForAll long seed) {
    List<Predicted> samples = Predicted.samples(n, 3, seed);
    List<Predicted> shuffled = new ArrayList<>(samples);
    Collections.shuffle(shuffled, new Random(seed));
    LabelMap labels = Predicted.labels(3);
    assertSame(Predicted.state(shuffled, labels), Predicted.state(samples, labels));
  }

  @Property(tries = 50)
  void merge_anyGrouping_isAssociativeAndCommutative(@ForAll long seed) {
    ClassificationState left = part(seed);
    ClassificationState bc = part(seed + 1);
    bc.merge(part(seed + 2));
    left.merge(bc);
    ClassificationState right = part(seed + 2);
    right.merge(part(seed));
    right.merge(part(seed + 1));
    assertSame(left, right);
  }

  /** The ids of a part begin with its seed, so that parts can be merged. */
  private static ClassificationState part(long seed) {
    List<Predicted> samples =
        Predicted.samples(17, 3, seed).stream()
            .map(s -> new Predicted(seed + "/" + s.id(), s.label(), s.probabilities()))
            .toList();
    return Predicted.state(samples, Predicted.labels(3));
  }

  private static void assertSame(ClassificationState actual, ClassificationState expected) {
    assertThat(actual.toJson()).isEqualTo(expected.toJson());
    assertThat(actual.compute("test")).isEqualTo(expected.compute("test"));
  }

  @Test
  void merge_countsWithThemselves_countsEverySampleTwice() {
    ClassificationState state = new ClassificationState(LABELS, false);
    state.update("a", 2, new double[] {0.2, 0.4, 0.4});
    state.merge(state);
    assertThat(state.compute("test").n()).isEqualTo(2);
  }

  @Test
  void merge_predictionOfTheSameId_isRefusedAndChangesNothing() {
    ClassificationState state = part(3);
    String before = state.toJson();
    assertThatThrownBy(() -> state.merge(part(3)))
        .hasMessage(
            "ids must be distinct where predictions are kept, but '3/folder/00000.jpg' came twice");
    assertThat(state.toJson()).isEqualTo(before);
  }

  /** DL4J's evaluation counts ties by another rule; ours is that of argmax. */
  @Test
  void update_tiedProbabilities_predictsTheFirst() {
    ClassificationState state = new ClassificationState(LABELS, true);
    state.update("a", 2, new double[] {0.2, 0.4, 0.4});
    assertThat(state.compute("test").predictions())
        .containsExactly(new Prediction("a", 2, 1, 0.4, 0.4));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void update_scoreThatIsNoNumber_isRefusedByName(double score) {
    ClassificationState state = new ClassificationState(LABELS, true);
    assertThatThrownBy(() -> state.update("birds/emu 7.jpg", 1, new double[] {0.5, score, 0.5}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("birds/emu 7.jpg")
        .hasMessageContaining("'dog' was " + score);
  }

  @Test
  void update_logits_areRefused() {
    ClassificationState state = new ClassificationState(LABELS, true);
    assertThatThrownBy(() -> state.update("x", 1, new double[] {0.5, 0.9, 0.5}))
        .hasMessage(
            "scores of 'x' must be probabilities, but their sum was 1.9: end the network in a softmax");
    assertThatThrownBy(() -> state.update("x", 1, new double[] {-1, 1, 1}))
        .hasMessageContaining("class 'cat' had -1.0");
  }

  @Test
  void update_labelOutsideTheMap_isRefused() {
    ClassificationState state = new ClassificationState(LABELS, true);
    assertThatThrownBy(() -> state.update("x", 3, new double[] {1, 0, 0}))
        .hasMessage("label of 'x' must be in [0, 3), but was 3");
  }

  @Test
  void update_refusedSample_leavesTheStateAsItWas() {
    ClassificationState state = new ClassificationState(LABELS, true);
    state.update("good", 0, new double[] {1, 0, 0});
    assertThatThrownBy(() -> state.update("bad", 0, new double[] {Double.NaN, 0, 0}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(state.compute("test").n()).isEqualTo(1);
  }

  /** The report of a table and that of a state with the same samples are the same. */
  @Test
  void compute_stateOfKeptPredictions_equalsTheReportOfItsTable() {
    ClassificationReport report = part(5).compute("test");
    assertThat(ClassificationReport.of("test", report.table().orElseThrow())).isEqualTo(report);
  }

  @Test
  void compute_noSamples_isRefused() {
    ClassificationState state = new ClassificationState(LABELS, true);
    assertThatThrownBy(() -> state.compute("test"))
        .hasMessage("a report must stand on samples, but there were none");
  }
}
