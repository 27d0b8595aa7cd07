package org.graft4j.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft4j.engine.Probe;
import org.graft4j.train.objective.FeatureTerm;
import org.graft4j.train.objective.StepBatch;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The terms of an objective, each computed where its vertex is passed on the way forward. Confined
 * to one thread.
 */
final class WatchedTerms {

  private final List<FeatureTerm> terms;
  private final Map<String, Double> values = new LinkedHashMap<>();
  private @Nullable StepBatch batch;

  WatchedTerms(List<FeatureTerm> terms) {
    this.terms = terms;
  }

  /** One for each vertex that is looked at. */
  Map<String, Probe> probes() {
    Map<String, List<FeatureTerm>> byVertex = new LinkedHashMap<>();
    for (FeatureTerm term : terms) {
      byVertex.computeIfAbsent(term.vertex(), v -> new ArrayList<>()).add(term);
    }
    Map<String, Probe> probes = new LinkedHashMap<>();
    byVertex.forEach((vertex, there) -> probes.put(vertex, output -> look(there, output)));
    return probes;
  }

  private INDArray look(List<FeatureTerm> there, INDArray output) {
    StepBatch current = batch;
    if (current == null) {
      throw new IllegalStateException("a term must be told the batch before the forward pass");
    }
    INDArray sum = output.ulike().assign(0);
    for (FeatureTerm term : there) {
      double weight = term.weight(current.progress());
      try (INDArray slope = output.ulike().assign(0)) {
        double value = term.compute(output, current, slope);
        values.put(term.name(), weight * value);
        // Gradients of the network are sums over the batch until the step divides them.
        sum.addi(slope.muli(weight * output.size(0)));
      }
    }
    return sum;
  }

  /** For the next forward pass. */
  void expect(StepBatch next) {
    batch = next;
    values.clear();
    terms.forEach(term -> term.expect(next));
  }

  /** The weighted values of the last forward pass, added up by the terms' parts. */
  Map<String, Double> values() {
    Map<String, Double> parts = new LinkedHashMap<>();
    for (FeatureTerm term : terms) {
      if (values.containsKey(term.name())) {
        parts.merge(term.part(), values.get(term.name()), Double::sum);
      }
    }
    return parts;
  }

  /** The terms' own parameters, live. */
  Map<String, INDArray> parameters() {
    Map<String, INDArray> all = new LinkedHashMap<>();
    for (FeatureTerm term : terms) {
      term.parameters().forEach((name, p) -> all.put(name(term, name), p));
    }
    return all;
  }

  /** What the head's rate is multiplied by for each of {@link #parameters}. */
  Map<String, Double> rateFactors() {
    Map<String, Double> all = new LinkedHashMap<>();
    for (FeatureTerm term : terms) {
      term.parameters().keySet().forEach(name -> all.put(name(term, name), term.rateFactor()));
    }
    return all;
  }

  /**
   * Their gradients, the sum over the batch as the network's are.
   *
   * @param examples in the batch
   * @return fresh arrays, to be closed
   */
  Map<String, INDArray> gradients(long examples) {
    Map<String, INDArray> all = new LinkedHashMap<>();
    double progress = batch == null ? 0 : batch.progress();
    for (FeatureTerm term : terms) {
      double factor = term.weight(progress) * examples;
      term.slopes().forEach((name, slope) -> all.put(name(term, name), slope.mul(factor)));
    }
    return all;
  }

  private static String name(FeatureTerm term, String parameter) {
    return Checkpoint.TERM + term.name() + "/" + parameter;
  }
}
