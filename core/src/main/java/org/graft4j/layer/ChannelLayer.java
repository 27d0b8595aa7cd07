package org.graft4j.layer;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the running forms of this package's layers with parameters share. */
abstract class ChannelLayer<C extends FeedForwardLayer> extends BaseLayer<C> {

  ChannelLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  /** This layer, with all that DL4J sets on a new one. */
  ChannelLayer<C> ready(
      @Nullable Collection<TrainingListener> listeners,
      int index,
      INDArray params,
      Map<String, INDArray> table) {
    if (listeners != null) {
      setListeners(listeners);
    }
    setIndex(index);
    setParamsViewArray(params);
    setParamTable(table);
    return this;
  }

  /** The input in the network's data type. */
  INDArray checkedInput(Integer... ranks) {
    assertInputSet(false);
    if (!List.of(ranks).contains(input.rank()) || input.size(1) != layerConf().getNIn()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "input of layer '%s' must have rank %s and %d channels, but was %s",
              layerConf().getLayerName(),
              List.of(ranks),
              layerConf().getNIn(),
              Arrays.toString(input.shape())));
    }
    return input.castTo(dataType);
  }

  /** All gradient views, which the caller has filled. */
  Gradient gradientOfViews() {
    Gradient all = new DefaultGradient();
    gradientViews.forEach((key, view) -> all.setGradientFor(key, view, 'c'));
    return all;
  }

  /** All parameters lie in C order; DL4J's default is F order. */
  @Override
  public void setParams(INDArray params) {
    if (!params.equals(paramsFlattened)) {
      setParams(params, 'c');
    }
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public Type type() {
    return Type.CONVOLUTIONAL;
  }
}
