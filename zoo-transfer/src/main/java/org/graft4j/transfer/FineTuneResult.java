package org.graft4j.transfer;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.TrainedModel;
import org.graft4j.train.EpochRecord;

/**
 * What a fine-tuning run came to.
 *
 * @param model the network with labels, preparation and provenance, ready to be evaluated and saved
 * @param history the epochs of all stages, in order
 */
public record FineTuneResult(TrainedModel model, List<EpochRecord> history) {
  public FineTuneResult {
    history = List.copyOf(history);
  }

  /** The trained network: stock DL4J layers, nothing frozen. */
  public ComputationGraph graph() {
    return model.graph();
  }
}
