package org.graft4j.zoo.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
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
    /** The same values in the same order in an array of another shape. */
    RESHAPED,
    /** A matrix {@code [out, in]} as {@code [in, out]}. */
    TRANSPOSED
  }

  /**
   * The slots of all parameters, in the order of the layers.
   *
   * @throws IllegalArgumentException if a layer with parameters has no counterpart in torch: see
   *     {@link VertexSlots}
   */
  public static List<ParameterSlot> of(ComputationGraphConfiguration conf) {
    List<ParameterSlot> slots = new ArrayList<>();
    conf.getVertices()
        .forEach(
            (name, vertex) -> {
              if (vertex.numParams(true) > 0) {
                slots.addAll(VertexSlots.of(name, vertex));
              }
            });
    return List.copyOf(slots);
  }

  /** The slots of all parameters of a graph; see {@link #of(ComputationGraphConfiguration)}. */
  public static List<ParameterSlot> of(ComputationGraph graph) {
    return of(graph.getConfiguration());
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
          case ROW, RESHAPED -> torch.reshape(view.shape());
          case TRANSPOSED -> torch.transpose();
        });
  }

  /** DL4J's values in torch's shape, C order, as float. A fresh array. */
  public float[] get(ComputationGraph graph) {
    INDArray view = graph.getParam(parameter);
    INDArray torch = layout == Layout.TRANSPOSED ? view.transpose() : view;
    return torch.dup('c').reshape(torch.length()).toFloatVector();
  }

  /** The vertex that the parameter belongs to. */
  String vertex() {
    return parameter.substring(0, parameter.lastIndexOf('_'));
  }

  /** What the vertex calls the parameter. */
  String name() {
    return parameter.substring(parameter.lastIndexOf('_') + 1);
  }

  /** Whether these are the weights of what is a dense layer in torch. */
  boolean dense() {
    return name().equals("W") && shape.size() == 2;
  }

  private long[] torchShape() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }
}
