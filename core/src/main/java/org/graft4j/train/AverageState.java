package org.graft4j.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The running average of a stage's weights, kept by parameter name in arrays of its own. The
 * weights themselves are never changed. Confined to one thread; closing frees the averages.
 */
final class AverageState implements AutoCloseable {

  /** Holds how many weights the average is of; no parameter's name is without an underscore. */
  private static final String UPDATES = "updates";

  private final WeightAveraging rule;
  private final Map<String, INDArray> averages = new LinkedHashMap<>();
  private long updates;

  AverageState(WeightAveraging rule) {
    this.rule = rule;
  }

  /** Takes in the weights after a step. */
  void stepDone(Map<String, INDArray> weights) {
    if (rule instanceof WeightAveraging.Ema ema) {
      takeIn(weights, 1 - ema.decayAt(updates));
    }
  }

  /**
   * Takes in the weights at the end of an epoch.
   *
   * @param epoch from 0
   * @param epochs of the stage
   */
  void epochDone(int epoch, int epochs, Map<String, INDArray> weights) {
    if (rule instanceof WeightAveraging.Swa swa && swa.counts(epoch, epochs)) {
      takeIn(weights, 1.0 / (updates + 1));
    }
  }

  /** {@code average += share * (weights - average)}. */
  private void takeIn(Map<String, INDArray> weights, double share) {
    weights.forEach(
        (name, values) -> {
          INDArray average = averages.get(name);
          if (average == null) {
            averages.put(name, values.dup());
          } else if (share == 1) {
            average.assign(values);
          } else {
            try (INDArray step = values.sub(average)) {
              average.addi(step.muli(share));
            }
          }
        });
    updates++;
  }

  /**
   * The averages by parameter name, live; empty while there is none yet: without averaging, before
   * the first step, and in SWA before the first epoch that counts.
   */
  Map<String, INDArray> averages() {
    return averages;
  }

  /** What {@link #restore} takes: the averages and their count, live; empty without an average. */
  Map<String, INDArray> arrays() {
    Map<String, INDArray> arrays = new LinkedHashMap<>(averages);
    if (updates > 0) {
      arrays.put(UPDATES, Nd4j.createFromArray((double) updates));
    }
    return arrays;
  }

  /**
   * Takes over what {@link #arrays} gave, by copies.
   *
   * @param weights of the network, for the shapes and orders
   * @throws IllegalArgumentException if a parameter is missing or of another shape
   */
  void restore(Map<String, INDArray> arrays, Map<String, INDArray> weights) {
    close();
    if (arrays.isEmpty()) {
      return;
    }
    weights.forEach(
        (name, like) -> averages.put(name, like.ulike().assign(stored(arrays, name, like))));
    updates = (long) count(arrays);
  }

  private static INDArray stored(Map<String, INDArray> arrays, String name, INDArray like) {
    INDArray values = arrays.get(name);
    if (values == null || !Arrays.equals(values.shape(), like.shape())) {
      throw unfit("average of '" + name + "' of shape " + Arrays.toString(like.shape()));
    }
    return values;
  }

  private static double count(Map<String, INDArray> arrays) {
    INDArray count = arrays.get(UPDATES);
    if (count == null || count.length() != 1 || !(count.getDouble(0) >= 1)) {
      throw unfit("count of the averages");
    }
    return count.getDouble(0);
  }

  private static IllegalArgumentException unfit(String missing) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT, "the checkpoint does not fit this network: no %s in it", missing));
  }

  /** Forgets the averages and frees them. */
  @Override
  public void close() {
    averages.values().forEach(INDArray::close);
    averages.clear();
    updates = 0;
  }
}
