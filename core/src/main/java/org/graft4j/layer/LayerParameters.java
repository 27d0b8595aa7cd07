package org.graft4j.layer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The parameters of this package's layers: one after the other in the flat vector, each in C order
 * and in torch's shape.
 */
final class LayerParameters implements ParamInitializer {
  static final LayerParameters INSTANCE = new LayerParameters();

  /** A layer that says which parameters it has. */
  interface Owner {
    List<Parameter> parameters();
  }

  /** How a parameter is treated by regularisation and initialisation. */
  enum Kind {
    WEIGHT,
    BIAS,
    /** Neither decayed nor drawn, like those of a batch norm. */
    SCALE
  }

  /**
   * One parameter.
   *
   * @param shape torch's
   * @param fanIn inputs that one output sees; of weights
   * @param fanOut outputs that one input reaches; of weights
   * @param initial the first value; of all but weights
   */
  record Parameter(
      String key, Kind kind, List<Long> shape, double fanIn, double fanOut, double initial) {

    static Parameter weight(String key, List<Long> shape, double fanIn, double fanOut) {
      return new Parameter(key, Kind.WEIGHT, shape, fanIn, fanOut, 0);
    }

    static Parameter vector(String key, Kind kind, long length, double initial) {
      return new Parameter(key, kind, List.of(length), 0, 0, initial);
    }

    /** Number of values; throws ArithmeticException if it is no long. */
    long length() {
      return shape.stream().reduce(1L, Math::multiplyExact);
    }

    long[] dims() {
      return shape.stream().mapToLong(Long::longValue).toArray();
    }
  }

  private LayerParameters() {}

  private static List<Parameter> of(Layer layer) {
    return ((Owner) layer).parameters();
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return of(layer).stream().map(Parameter::length).reduce(0L, Math::addExact);
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return keys(layer, p -> true);
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return keys(layer, p -> p.kind() == Kind.WEIGHT);
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return keys(layer, p -> p.kind() == Kind.BIAS);
  }

  private static List<String> keys(Layer layer, Predicate<Parameter> chosen) {
    return of(layer).stream().filter(chosen).map(Parameter::key).toList();
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return weightKeys(layer).contains(key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return biasKeys(layer).contains(key);
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray view, boolean initialize) {
    Map<String, INDArray> params = views(conf.getLayer(), view);
    for (Parameter p : of(conf.getLayer())) {
      if (initialize) {
        initialize((BaseLayer) conf.getLayer(), p, params.get(p.key()));
      }
      conf.addVariable(p.key());
    }
    return Collections.synchronizedMap(params);
  }

  private static void initialize(BaseLayer layer, Parameter p, INDArray view) {
    switch (p.kind()) {
      case WEIGHT ->
          layer
              .getWeightInitFn()
              .init(p.fanIn(), p.fanOut(), p.dims(), 'c', view.reshape(view.length()));
      case BIAS, SCALE -> view.assign(p.initial());
    }
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray view) {
    return views(conf.getLayer(), view);
  }

  private static Map<String, INDArray> views(Layer layer, INDArray view) {
    INDArray flat = view.reshape(view.length());
    Map<String, INDArray> views = new LinkedHashMap<>();
    long from = 0;
    for (Parameter p : of(layer)) {
      long to = from + p.length();
      views.put(p.key(), flat.get(NDArrayIndex.interval(from, to)).reshape('c', p.dims()));
      from = to;
    }
    return views;
  }
}
