package org.graft4j.transfer.compress;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.Decision;
import org.graft4j.model.Provenance;
import org.graft4j.model.TrainedModel;

/**
 * What was done to a model after it was trained to make it smaller, the first step first, each with
 * its own before and after. It is kept as facts {@code compression.1}, {@code compression.2} and so
 * on: compressing again appends, and overwrites nothing. Immutable.
 *
 * @param steps in words, say {@code "magnitude pruning of 0.5 of all weights: 0 zeros before, 128
 *     of 256 after"}
 */
public record CompressionHistory(List<String> steps) {
  private static final String NAME = "compression.";

  /** Facts of a decision, which goes with the probabilities that it was fitted to. */
  private static final List<String> OF_DECISION = List.of("temperature", "abstention");

  public CompressionHistory {
    steps = List.copyOf(steps);
  }

  /** That of a model; without steps for one that was never compressed. */
  public static CompressionHistory of(Provenance provenance) {
    List<String> steps = new ArrayList<>();
    Map<String, String> facts = provenance.facts();
    for (String name = NAME + 1; facts.containsKey(name); name = NAME + (steps.size() + 1)) {
      steps.add(facts.get(name));
    }
    return new CompressionHistory(steps);
  }

  /** The steps that came after those of an earlier state of the same model. */
  public List<String> since(Provenance earlier) {
    return steps.subList(of(earlier).steps().size(), steps.size());
  }

  /** The same facts and one more step, after those that they have. */
  public static Provenance with(Provenance provenance, String step) {
    Map<String, String> facts = new TreeMap<>(provenance.facts());
    facts.put(NAME + (of(provenance).steps().size() + 1), step);
    return new Provenance(facts);
  }

  /**
   * The same model without its temperature and abstention, and without the facts about them: after
   * its weights have changed they promise what nobody has measured.
   */
  public static TrainedModel undecided(TrainedModel model) {
    Map<String, String> facts = new TreeMap<>(model.provenance().facts());
    facts.keySet().removeAll(OF_DECISION);
    return new TrainedModel(
        model.graph(), model.input(), model.labels(), new Provenance(facts), Decision.PLAIN);
  }

  /** A model with other weights than the one that they were made of. */
  static TrainedModel changed(TrainedModel model, ComputationGraph graph, String step) {
    TrainedModel undecided = undecided(model);
    return new TrainedModel(
        graph, model.input(), model.labels(), with(undecided.provenance(), step));
  }
}
