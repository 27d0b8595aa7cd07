package org.graft4j.train;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where a training run stood after an epoch: enough to go on to the same bytes.
 *
 * <p>Generator states are not in it, since every draw comes from a stream of (seed, stage, step) or
 * (seed, epoch, item).
 *
 * @param settings what the run was started with; a resumed run must have the same
 * @param stage index of the stage, from 0
 * @param epoch epochs of that stage that are done
 * @param finished whether the stage is over, be it early
 * @param bestEpoch the epoch with the lowest validation loss so far, 0 if none is kept
 * @param history the epochs of all stages so far
 * @param steps updates that each parameter has had
 * @param arrays parameters ({@code parameter/NAME}), moments ({@code moment/NAME/KEY}) and, with
 *     early stopping, the best parameters ({@code best/NAME})
 */
public record Checkpoint(
    Map<String, String> settings,
    int stage,
    int epoch,
    boolean finished,
    int bestEpoch,
    List<EpochRecord> history,
    Map<String, Long> steps,
    Map<String, INDArray> arrays) {

  /** Prefix of the names of parameters in {@link #arrays}. */
  public static final String PARAMETER = "parameter/";

  static final String MOMENT = "moment/";
  static final String BEST = "best/";

  public Checkpoint {
    settings = Map.copyOf(settings);
    history = List.copyOf(history);
    steps = Map.copyOf(steps);
  }
}
