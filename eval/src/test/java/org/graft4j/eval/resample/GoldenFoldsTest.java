package org.graft4j.eval.resample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.graft4j.data.Folds;
import org.graft4j.data.Seed;
import org.graft4j.testing.Golden;
import org.junit.jupiter.api.Test;

/** Folds as scikit-learn deals them; here, since here are the reference values. */
class GoldenFoldsTest {

  private static List<JsonNode> sets() throws IOException {
    List<JsonNode> sets = new ArrayList<>();
    JsonNode all = new ObjectMapper().readTree(Golden.path("metrics.json").toFile());
    all.get("stratified_folds").forEach(sets::add);
    assertThat(sets).isNotEmpty();
    return sets;
  }

  private static int[] ints(JsonNode array) {
    return IntStream.range(0, array.size()).map(i -> array.get(i).intValue()).toArray();
  }

  @Test
  void stratifiedInOrder_everyGoldenSet_holdsOutTheSameSamples() throws IOException {
    for (JsonNode set : sets()) {
      Folds folds = Folds.stratifiedInOrder(ints(set.get("labels")), set.get("k").intValue());
      for (int fold = 0; fold < folds.count(); fold++) {
        assertThat(folds.heldOut(fold))
            .containsExactlyElementsOf(
                IntStream.of(ints(set.get("test_indices_without_shuffle").get(fold)))
                    .boxed()
                    .toList());
      }
    }
  }

  /** Shuffled, other samples are held out, but as many of each class: in any order of the folds. */
  @Test
  void stratified_everyGoldenSet_hasTheSameCounts() throws IOException {
    for (JsonNode set : sets()) {
      int[] labels = ints(set.get("labels"));
      int k = set.get("k").intValue();
      Folds folds = Folds.stratified(labels, k, Seed.of(3));
      int classes = set.get("classes").size();
      for (int label = 0; label < classes; label++) {
        int wanted = label;
        int[] counts =
            IntStream.range(0, k)
                .map(f -> (int) folds.heldOut(f).stream().filter(i -> labels[i] == wanted).count())
                .sorted()
                .toArray();
        int place =
            IntStream.range(0, classes)
                .filter(c -> set.get("classes").get(c).intValue() == wanted)
                .findFirst()
                .orElseThrow();
        int[] expected =
            IntStream.range(0, k)
                .map(f -> set.get("class_counts_per_fold").get(f).get(place).intValue())
                .sorted()
                .toArray();
        assertThat(counts).isEqualTo(expected);
      }
    }
  }

  @Test
  void plain_everyGoldenSet_hasTheSameSizes() throws IOException {
    for (JsonNode set : sets()) {
      Folds folds = Folds.plain(set.get("labels").size(), set.get("k").intValue(), Seed.of(3));
      assertThat(IntStream.range(0, folds.count()).map(f -> folds.heldOut(f).size()).toArray())
          .isEqualTo(ints(set.get("plain_kfold_sizes")));
    }
  }
}
