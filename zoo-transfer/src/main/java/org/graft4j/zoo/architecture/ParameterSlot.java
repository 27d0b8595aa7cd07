package org.graft4j.zoo.architecture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Where one tensor of torch goes in a network of DL4J. Immutable.
 *
 * @param key torch's name, say {@code layer1.0.bn1.running_mean}
 * @param shape torch's shape
 * @param parameter DL4J's name, say {@code layer1.0.bn1_mean}
 * @param layout how the values lie
 */
public record ParameterSlot(String key, List<Long> shape, String parameter, Layout layout) {

  /** How DL4J holds the values of torch. */
  public enum Layout {
    /** In the same shape. */
    SAME,
    /** A vector as a row {@code [1, n]}. */
    ROW,
    /** A matrix {@code [out, in]} as {@code [in, out]}. */
    TRANSPOSED
  }

  /**
   * The slots of all parameters, in the order of the layers.
   *
   * @throws IllegalArgumentException if a layer with parameters is no convolution, dense layer or
   *     batch norm with stored variance
   */
  public static List<ParameterSlot> of(ComputationGraph graph) {
    List<ParameterSlot> slots = new ArrayList<>();
    for (Layer layer : graph.getLayers()) {
      org.deeplearning4j.nn.conf.layers.Layer conf = layer.conf().getLayer();
      while (conf instanceof FrozenLayer frozen) {
        conf = frozen.getLayer();
      }
      String name = layer.conf().getLayer().getLayerName();
      int before = slots.size();
      for (String parameter : layer.paramTable().keySet()) {
        slots.add(slot(name, parameter, layer.getParam(parameter), torchName(conf, parameter)));
      }
      if (conf instanceof BatchNormalization && slots.size() - before != 4) {
        throw unsupported(name, "log10stdev");
      }
    }
    return List.copyOf(slots);
  }

  /** Key of the counter that torch stores beside a batch norm's statistics and nothing needs. */
  public static String counterKey(String layer) {
    return layer + ".num_batches_tracked";
  }

  /** Number of values. */
  public long length() {
    return shape.stream().reduce(1L, (a, b) -> a * b);
  }

  /**
   * Torch's values, in C order, put into DL4J's array.
   *
   * @throws IllegalArgumentException if there are more or fewer values than the shape has
   */
  public void set(ComputationGraph graph, float[] values) {
    if (values.length != length()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "values of '%s' must be %d, but were %d", key, length(), values.length));
    }
    INDArray torch = Nd4j.create(values, torchShape(), 'c');
    INDArray view = graph.getParam(parameter);
    view.assign(
        switch (layout) {
          case SAME -> torch;
          case ROW -> torch.reshape(view.shape());
          case TRANSPOSED -> torch.transpose();
        });
  }

  /** DL4J's values in torch's shape, C order, as float. A fresh array. */
  public float[] get(ComputationGraph graph) {
    INDArray view = graph.getParam(parameter);
    INDArray torch = layout == Layout.TRANSPOSED ? view.transpose() : view;
    return torch.dup('c').reshape(torch.length()).toFloatVector();
  }

  private long[] torchShape() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  private static ParameterSlot slot(
      String layer, String parameter, INDArray view, String torchName) {
    String key = layer + "." + torchName;
    String name = layer + "_" + parameter;
    long[] shape = view.shape();
    if (view.rank() == 2 && parameter.equals("W")) {
      return new ParameterSlot(key, List.of(shape[1], shape[0]), name, Layout.TRANSPOSED);
    }
    return view.rank() == 2
        ? new ParameterSlot(key, List.of(view.length()), name, Layout.ROW)
        : new ParameterSlot(key, Arrays.stream(shape).boxed().toList(), name, Layout.SAME);
  }

  private static String torchName(org.deeplearning4j.nn.conf.layers.Layer conf, String parameter) {
    if (conf instanceof BatchNormalization) {
      return switch (parameter) {
        case "gamma" -> "weight";
        case "beta" -> "bias";
        case "mean" -> "running_mean";
        case "var" -> "running_var";
        default -> throw unsupported(conf.getLayerName(), parameter);
      };
    }
    boolean known =
        conf.getClass() == ConvolutionLayer.class || conf.getClass() == DenseLayer.class;
    return switch (parameter) {
      case "W" -> known ? "weight" : unknown(conf, parameter);
      case "b" -> known ? "bias" : unknown(conf, parameter);
      default -> unknown(conf, parameter);
    };
  }

  private static String unknown(org.deeplearning4j.nn.conf.layers.Layer conf, String parameter) {
    throw unsupported(conf.getLayerName(), parameter);
  }

  private static IllegalArgumentException unsupported(String layer, String parameter) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "parameter '%s' of layer '%s' must have a counterpart in torch: convolution, dense layer, batch norm with useLogStd(false)",
            parameter,
            layer));
  }
}
