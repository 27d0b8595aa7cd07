package org.graft4j.transfer;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.BatchMixing;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageItem;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.train.objective.Loss;

/**
 * What a {@link TransferMethod} may know of the stage that it is to change. Confined to one thread,
 * and of use only while the stage runs.
 */
public interface StageContext {

  /** The stage. */
  Stage stage();

  /** Its place in the plan, from 0. */
  int index();

  /**
   * As it was before the first stage, not to be changed: pretrained, or with the weights of the
   * model that the run started from.
   */
  Backbone backbone();

  /**
   * The network that the stage trains; frozen layers are wrapped as such. Its values are those of
   * the moment, in a resumed stage of its middle: nothing is to be learned from them. Not to be
   * changed. Above a frozen part it is that part's {@linkplain #frontier frontier} that is its
   * input.
   */
  ComputationGraph network();

  /**
   * The vertex whose rows the network is given in place of pictures; empty if it is given those.
   */
  Optional<String> frontier();

  /** Whether a vertex's output changes with a parameter that the stage trains. */
  boolean trains(String vertex);

  /** The data of the run; only its training part may be learned from. */
  DatasetSplit split();

  /** How the examples of each batch are mixed, after the target columns came beside the labels. */
  BatchMixing mixing();

  /** The loss that the run was given. */
  Loss loss();

  /** For what the method draws in this stage. */
  Seed seed();

  /**
   * What some network gives at a vertex for pictures in the very views that the stage shows them
   * in, prepared as that network wants them: run once, and kept as features are.
   *
   * @param network not to be changed while the stage runs
   * @param items training pictures of the split, or companions
   */
  KeptRows rowsOf(ComputationGraph network, String vertex, InputSpec input, List<ImageItem> items)
      throws IOException;

  /**
   * As {@link #rowsOf}, for the pictures as they are, whatever the epoch. Asking for these leaves
   * the stage's augmentation as it is; the views of {@code rowsOf} have to be few.
   */
  default KeptRows plainRowsOf(
      ComputationGraph network, String vertex, InputSpec input, List<ImageItem> items)
      throws IOException {
    return rowsOf(network, vertex, input, items);
  }

  /** Rows that were computed once. Closed when the stage ends. */
  interface KeptRows {

    /** Shape of a row, without the batch. */
    long[] rowShape();

    /**
     * The rows of some examples.
     *
     * @param ids of the pictures that the rows were asked for
     * @param epoch within the stage, from 0
     * @return {@code [ids, ...row shape]}, row-major
     */
    float[] rows(List<String> ids, int epoch);
  }
}
