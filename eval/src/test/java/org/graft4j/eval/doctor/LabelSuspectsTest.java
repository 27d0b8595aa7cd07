package org.graft4j.eval.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.graft4j.data.LabelMap;
import org.graft4j.eval.PredictionTable;
import org.junit.jupiter.api.Test;

class LabelSuspectsTest {
  private static final LabelMap LABELS = LabelMap.of(List.of("a", "b", "c", "d"));
  private final Random random = new Random(11);
  private final Set<String> planted = new HashSet<>();

  /** A softmax that favours the true class by {@code lead}, with noise. */
  private double[] said(int truth, double lead) {
    double[] p = new double[LABELS.size()];
    double sum = 0;
    for (int c = 0; c < p.length; c++) {
      p[c] = Math.exp((c == truth ? lead : 0) + random.nextGaussian());
      sum += p[c];
    }
    for (int c = 0; c < p.length; c++) {
      p[c] /= sum;
    }
    return p;
  }

  private PredictionTable table(int n, double lead, double wrong) {
    PredictionTable.Builder table = PredictionTable.of(LABELS);
    for (int i = 0; i < n; i++) {
      int truth = i % LABELS.size();
      boolean flipped = random.nextDouble() < wrong;
      int label = flipped ? (truth + 1 + random.nextInt(3)) % LABELS.size() : truth;
      if (flipped) {
        planted.add("p" + i);
      }
      table.add("p" + i, label, said(truth, lead));
    }
    return table.build();
  }

  /** 10 in 100 labels are wrong: who names as many by chance is right in 10 of 100. */
  @Test
  void of_plantedErrors_findsMostAndLittleElse() {
    List<LabelSuspect> suspects = LabelSuspects.of(table(2000, 5, 0.1));
    long right = suspects.stream().filter(s -> planted.contains(s.id())).count();
    assertThat((double) right / planted.size()).as("recall").isGreaterThan(0.9);
    assertThat((double) right / suspects.size()).as("precision").isGreaterThan(0.9);
    List<LabelSuspect> top = suspects.subList(0, planted.size() / 2);
    assertThat(top).as("the likeliest first").allMatch(s -> planted.contains(s.id()));
  }

  @Test
  void of_cleanAndSeparable_findsNone() {
    assertThat(LabelSuspects.of(table(2000, 12, 0))).isEmpty();
  }

  /** Predictions that know nothing must not accuse half of the labels. */
  @Test
  void of_uniformPredictions_findsNone() {
    PredictionTable.Builder table = PredictionTable.of(LABELS);
    for (int i = 0; i < 100; i++) {
      table.add("p" + i, i % 4, new double[] {0.25, 0.25, 0.25, 0.25});
    }
    assertThat(LabelSuspects.of(table.build())).isEmpty();
  }

  @Test
  void of_suspect_namesBothClasses() {
    PredictionTable table =
        PredictionTable.of(LABELS)
            .add("right", 0, new double[] {0.9, 0.1, 0, 0})
            .add("also right", 1, new double[] {0.1, 0.9, 0, 0})
            .add("wrong", 1, new double[] {0.95, 0.05, 0, 0})
            .build();
    assertThat(LabelSuspects.of(table))
        .containsExactly(new LabelSuspect("wrong", "b", "a", 0.05, 0.95));
  }
}
