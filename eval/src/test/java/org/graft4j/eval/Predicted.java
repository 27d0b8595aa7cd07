package org.graft4j.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;

/** Random labelled probabilities for the tests. */
public record Predicted(String id, int label, List<Double> probabilities) {

  /** Classes with names that a page must escape. */
  public static LabelMap labels(int classes) {
    return LabelMap.of(
        IntStream.range(0, classes).mapToObj(i -> "<b>class & \"" + i + "\"</b>").toList());
  }

  /** Samples of which about two thirds are right, some with tied probabilities. */
  public static List<Predicted> samples(int n, int classes, long seed) {
    RandomGenerator random = Seed.of(seed).stream("samples");
    List<Predicted> samples = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int label = random.nextInt(classes);
      int[] raw = IntStream.range(0, classes).map(c -> random.nextInt(1, 6)).toArray();
      if (random.nextInt(3) > 0) {
        raw[label] = 12;
      }
      double sum = IntStream.of(raw).sum();
      samples.add(
          new Predicted(
              "folder/%05d.jpg".formatted(i),
              label,
              IntStream.of(raw).mapToObj(value -> value / sum).toList()));
    }
    return samples;
  }

  /** The state of these samples. */
  public static ClassificationState state(List<Predicted> samples, LabelMap labels) {
    ClassificationState state = new ClassificationState(labels, true);
    for (Predicted s : samples) {
      state.update(
          s.id(), s.label(), s.probabilities().stream().mapToDouble(Double::doubleValue).toArray());
    }
    return state;
  }

  /** The report on some random samples. */
  public static ClassificationReport report(int n, int classes, long seed) {
    return state(samples(n, classes, seed), labels(classes)).compute("test");
  }

  /** The same report without predictions. */
  static ClassificationReport counts(int n, int classes, long seed) {
    ClassificationState state = new ClassificationState(labels(classes), false);
    for (Predicted s : samples(n, classes, seed)) {
      state.update(
          s.id(), s.label(), s.probabilities().stream().mapToDouble(Double::doubleValue).toArray());
    }
    return state.compute("test");
  }

  /** A report of counts and a log loss of 1 alone, as the first version had them. */
  static ClassificationReport reportOfVersion1(ConfusionMatrix confusion) {
    return ReportVersion1.report("test", "plain", confusion, 1, List.of());
  }
}
