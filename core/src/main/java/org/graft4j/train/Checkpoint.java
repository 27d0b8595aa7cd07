package org.graft4j.train;

import java.util.LinkedHashMap;
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
 * @param arrays parameters ({@code parameter/NAME}; of a finished stage those that it came to),
 *     moments ({@code moment/NAME/KEY}), the own parameters of an objective's terms ({@code
 *     term/TERM/NAME}), averages of weights ({@code average/NAME}) and, with early stopping, the
 *     best parameters ({@code best/NAME})
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
  static final String TERM = "term/";
  static final String AVERAGE = "average/";

  public Checkpoint {
    settings = Map.copyOf(settings);
    history = List.copyOf(history);
    steps = Map.copyOf(steps);
  }

  /**
   * What another stage may take over, in arrays of its own: terms' parameters and, if wished, the
   * optimizer's moments and step counts.
   */
  public Checkpoint heritage(boolean moments) {
    Map<String, INDArray> kept = new LinkedHashMap<>();
    arrays.forEach(
        (name, values) -> {
          if (name.startsWith(TERM) || (moments && name.startsWith(MOMENT))) {
            kept.put(name, values.dup());
          }
        });
    return new Checkpoint(
        settings, stage, epoch, finished, bestEpoch, history, moments ? steps : Map.of(), kept);
  }

  /** The arrays whose names begin so, by the rest of their names. */
  Map<String, INDArray> of(String prefix) {
    Map<String, INDArray> found = new LinkedHashMap<>();
    arrays.forEach(
        (name, values) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), values);
          }
        });
    return found;
  }
}
