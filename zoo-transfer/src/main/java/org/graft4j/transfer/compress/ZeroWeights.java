package org.graft4j.transfer.compress;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which weights of a network are pruned, by parameter and place (row after row). Immutable.
 *
 * @param places by full name of the parameter
 */
record ZeroWeights(Map<String, BitSet> places) {

  /** The weights that are zero now. */
  static ZeroWeights in(List<LayerWeights> layers) {
    Map<String, BitSet> places = new LinkedHashMap<>();
    for (LayerWeights layer : layers) {
      float[] values = layer.rows().copy();
      BitSet zeros = new BitSet(values.length);
      for (int i = 0; i < values.length; i++) {
        zeros.set(i, values[i] == 0);
      }
      places.put(layer.parameter(), zeros);
    }
    return new ZeroWeights(places);
  }

  /**
   * The smallest weights by magnitude, {@code floor(share * count)} of them. Among equals the first
   * go, by name and place, so that zeros always go before others.
   *
   * @param layers between which there is no difference
   */
  static ZeroWeights smallest(List<LayerWeights> layers, double share) {
    long count = 0;
    for (LayerWeights layer : layers) {
      count += layer.count();
    }
    int wanted = (int) Math.floor(share * count);
    float[] sorted = new float[Math.toIntExact(count)];
    int end = 0;
    for (LayerWeights layer : layers) {
      float[] values = magnitudes(layer);
      System.arraycopy(values, 0, sorted, end, values.length);
      end += values.length;
    }
    Arrays.sort(sorted);
    float threshold = wanted == 0 ? 0 : sorted[wanted - 1];
    int below = wanted == 0 ? 0 : firstOf(sorted, threshold);
    int equal = wanted - below;
    Map<String, BitSet> places = new LinkedHashMap<>();
    for (LayerWeights layer : layers) {
      float[] values = magnitudes(layer);
      BitSet chosen = new BitSet(values.length);
      for (int i = 0; i < values.length; i++) {
        boolean takes = values[i] < threshold || (values[i] == threshold && equal-- > 0);
        chosen.set(i, takes);
      }
      places.put(layer.parameter(), chosen);
    }
    return new ZeroWeights(places);
  }

  /** The first place of a value in a sorted array that has it. */
  private static int firstOf(float[] sorted, float value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static float[] magnitudes(LayerWeights layer) {
    float[] values = layer.rows().copy();
    for (int i = 0; i < values.length; i++) {
      if (Float.isNaN(values[i])) {
        throw new IllegalArgumentException(
            "weights must be numbers to be pruned, but '" + layer.parameter() + "' has NaN");
      }
      values[i] = Math.abs(values[i]);
    }
    return values;
  }

  /** What is pruned here or there. */
  ZeroWeights and(ZeroWeights other) {
    Map<String, BitSet> both = new LinkedHashMap<>();
    places.forEach((name, zeros) -> both.put(name, (BitSet) zeros.clone()));
    other.places.forEach((name, zeros) -> both.computeIfAbsent(name, n -> new BitSet()).or(zeros));
    return new ZeroWeights(both);
  }

  /** Sets them to zero, not to minus zero. */
  void clear(List<LayerWeights> layers) {
    for (LayerWeights layer : layers) {
      BitSet zeros = places.get(layer.parameter());
      if (zeros != null && !zeros.isEmpty()) {
        float[] values = layer.rows().copy();
        zeros.stream().forEach(i -> values[i] = 0);
        layer.rows().put(values);
      }
    }
  }

  /** Ones, and zeros where weights are pruned, for the parameters that have such. */
  Map<String, INDArray> masks(List<LayerWeights> layers) {
    Map<String, INDArray> masks = new LinkedHashMap<>();
    for (LayerWeights layer : layers) {
      BitSet zeros = places.get(layer.parameter());
      if (zeros != null && !zeros.isEmpty()) {
        masks.put(layer.parameter(), layer.mask(zeros));
      }
    }
    return masks;
  }

  /** Puts what is pruned back to zero. */
  static void hold(Map<String, INDArray> masks, Map<String, INDArray> parameters) {
    masks.forEach(
        (name, mask) -> {
          INDArray values = parameters.get(name);
          if (values != null) {
            values.muli(mask).addi(0); // minus zero is a value where zeros are left out
          }
        });
  }
}
