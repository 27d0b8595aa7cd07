package org.graft4j.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graft4j.train.objective.CrossEntropy;
import org.graft4j.train.objective.Objective;
import org.graft4j.train.objective.Penalty;
import org.graft4j.train.objective.StepBatch;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An objective at work: its loss as the network's output layer has it, the values of its terms, and
 * their means over an epoch. Confined to one thread.
 */
final class ObjectiveOfStage {
  private final Optional<InstalledLoss> installed;
  private final double labelSmoothing;
  private final WatchedTerms terms;
  private final List<Penalty> penalties;
  private final Map<String, Double> penaltyValues = new LinkedHashMap<>();
  private final Map<String, Double> sums = new LinkedHashMap<>();
  private final Map<String, Long> counts = new LinkedHashMap<>();

  /**
   * Puts an objective to work.
   *
   * @param unlabelledRows whether batches hold examples without a label, which DL4J's own loss does
   *     not know
   */
  ObjectiveOfStage(Objective objective, boolean unlabelledRows) {
    // Plain cross-entropy is what the output layer has already, and what the engine is quickest at.
    boolean plain =
        !unlabelledRows
            && objective.loss() instanceof CrossEntropy cross
            && cross.classWeights().isEmpty();
    this.installed = plain ? Optional.empty() : Optional.of(new InstalledLoss(objective.loss()));
    this.labelSmoothing = plain ? ((CrossEntropy) objective.loss()).labelSmoothing() : 0;
    this.terms = new WatchedTerms(objective.terms());
    this.penalties = objective.penalties();
  }

  /** In the place of the output layer's; empty where that one's will do. */
  Optional<InstalledLoss> installed() {
    return installed;
  }

  WatchedTerms terms() {
    return terms;
  }

  List<Penalty> penalties() {
    return penalties;
  }

  /** Whether the network to be trained is the network that was given. */
  boolean asItIs() {
    return installed.isEmpty() && terms.probes().isEmpty();
  }

  /** Label smoothing (Szegedy et al. 2016), as PyTorch mixes it: with the uniform distribution. */
  INDArray targets(INDArray labels) {
    return labelSmoothing == 0
        ? labels
        : labels.mul(1 - labelSmoothing).addi(labelSmoothing / labels.size(1));
  }

  /** For the next forward pass. */
  void expect(StepBatch batch) {
    terms.expect(batch);
    penaltyValues.clear();
  }

  /** The mean loss of a batch, from what the pass gave: NaN says that it was not computed. */
  double loss(double score) {
    return Double.isNaN(score) ? score : installed.map(InstalledLoss::last).orElse(score);
  }

  /** What a penalty came to in this step. */
  void penalty(String name, double value) {
    penaltyValues.put(name, value);
  }

  /** Takes the step's values into the epoch's means. */
  void count(long examples) {
    terms.values().forEach((name, value) -> add(name, value, examples));
    penaltyValues.forEach((name, value) -> add(name, value, examples));
    penaltyValues.clear();
  }

  private void add(String name, double value, long examples) {
    sums.merge(name, value * examples, Double::sum);
    counts.merge(name, examples, Long::sum);
  }

  /** The means since the last call, by name. */
  Map<String, Double> means() {
    Map<String, Double> means = new LinkedHashMap<>();
    sums.forEach((name, sum) -> means.put(name, sum / counts.get(name)));
    sums.clear();
    counts.clear();
    return means;
  }
}
