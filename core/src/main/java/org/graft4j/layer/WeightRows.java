package org.graft4j.layer;

import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The weights of a convolution or a dense layer by output channel, whatever way the layer has of
 * laying them out: a row is all that one output channel is computed with, but for its bias.
 *
 * <p>A door to a live array: {@link #put} writes to the layer's parameter. Confined to one thread,
 * as the network is.
 */
public final class WeightRows {
  private static final String WEIGHTS = "W";

  /** {@code [out, in, height, width]}. */
  private static final Set<Class<?>> CONVOLUTIONS =
      Set.of(ConvolutionLayer.class, PlacewiseDense.class, GroupedConvolution.class);

  /** {@code [in, out]}. */
  private static final Set<Class<?>> DENSE = Set.of(DenseLayer.class, OutputLayer.class);

  private final INDArray values;
  private final int rows;
  private final boolean inputFirst;

  private WeightRows(INDArray values, long rows, boolean inputFirst) {
    this.values = values;
    this.rows = Math.toIntExact(rows);
    this.inputFirst = inputFirst;
  }

  /**
   * The rows of a parameter; empty if it is none that has them: a bias, a norm's, or of a layer of
   * which this knows nothing.
   *
   * @param layer the configuration, not wrapped as frozen
   * @param key of the parameter within the layer, say {@code W}
   * @param values of the parameter, live
   */
  public static Optional<WeightRows> of(Layer layer, String key, INDArray values) {
    if (!key.equals(WEIGHTS)) {
      return Optional.empty();
    }
    if (CONVOLUTIONS.contains(layer.getClass())) {
      return Optional.of(new WeightRows(values, values.size(0), false));
    }
    if (layer.getClass() == DepthwiseConvolution2D.class) { // [multiplier, in, height, width]
      return Optional.of(new WeightRows(values, values.size(0) * values.size(1), false));
    }
    return DENSE.contains(layer.getClass()) && values.rank() == 2
        ? Optional.of(new WeightRows(values, values.size(1), true))
        : Optional.empty();
  }

  /** Output channels. */
  public int rows() {
    return rows;
  }

  /** Weights of one output channel. */
  public int width() {
    return Math.toIntExact(values.length() / rows);
  }

  /** A copy of the values, row after row. */
  public float[] copy() {
    try (INDArray ordered = (inputFirst ? values.transpose() : values).dup('c')) {
      return ordered.data().asFloat();
    }
  }

  /**
   * Sets the values.
   *
   * @param byRow as {@link #copy} gives them
   */
  public void put(float[] byRow) {
    try (INDArray flat = Nd4j.createFromArray(byRow)) {
      values.assign(
          inputFirst
              ? flat.reshape('c', rows, width()).transpose()
              : flat.reshape('c', values.shape()));
    }
  }
}
