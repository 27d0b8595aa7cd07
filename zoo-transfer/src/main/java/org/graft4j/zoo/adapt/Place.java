package org.graft4j.zoo.adapt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.zoo.architecture.ParameterSlot;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Where the values of one parameter lie in a graph, under the name that weights files give it. */
interface Place {

  /** Torch's name where the layer has a counterpart in torch, else DL4J's. */
  String name();

  /** DL4J's vertex. */
  String vertex();

  /** Torch's shape, or DL4J's. */
  List<Long> shape();

  /** The values in C order, as float. A fresh array. */
  float[] get(ComputationGraph graph);

  /** Puts the values, in C order, into the graph. */
  void set(ComputationGraph graph, float[] values);

  /** Number of values. */
  default long length() {
    return shape().stream().reduce(1L, (a, b) -> a * b);
  }

  /** All places of a graph by name, in the order of its vertices. */
  static Map<String, Place> of(ComputationGraph graph) {
    Map<String, Place> places = new LinkedHashMap<>();
    for (String vertex : graph.getConfiguration().getVertices().keySet()) {
      if (graph.getVertex(vertex).numParams() > 0) {
        for (Place place : ofVertex(graph, vertex)) {
          places.put(place.name(), place);
        }
      }
    }
    return places;
  }

  private static List<Place> ofVertex(ComputationGraph graph, String vertex) {
    ComputationGraphConfiguration alone = graph.getConfiguration().clone();
    alone.getVertices().keySet().retainAll(Set.of(vertex));
    try {
      return ParameterSlot.of(alone).stream().<Place>map(slot -> new Torch(vertex, slot)).toList();
    } catch (IllegalArgumentException noCounterpart) {
      List<Place> places = new ArrayList<>();
      boolean norm =
          Rebuild.layer(graph.getConfiguration().getVertices().get(vertex))
              instanceof BatchNormalization;
      graph
          .getVertex(vertex)
          .paramTable(false)
          .forEach(
              (parameter, values) ->
                  places.add(
                      norm
                          ? Norm.of(vertex, parameter, values)
                          : Stock.of(vertex, parameter, values)));
      return places;
    }
  }

  /** A parameter of a layer that torch has too. */
  record Torch(String vertex, ParameterSlot slot) implements Place {
    @Override
    public String name() {
      return slot.key();
    }

    @Override
    public List<Long> shape() {
      return slot.shape();
    }

    @Override
    public float[] get(ComputationGraph graph) {
      return slot.get(graph);
    }

    @Override
    public void set(ComputationGraph graph, float[] values) {
      slot.set(graph, values);
    }
  }

  /** A parameter as DL4J has it. */
  record Stock(String vertex, String name, List<Long> shape) implements Place {
    static Stock of(String vertex, String parameter, INDArray values) {
      return new Stock(vertex, vertex + "_" + parameter, dimensions(values));
    }

    @Override
    public float[] get(ComputationGraph graph) {
      return floats(graph.getParam(name));
    }

    @Override
    public void set(ComputationGraph graph, float[] values) {
      INDArray view = graph.getParam(name);
      view.assign(Nd4j.create(values, view.shape(), 'c'));
    }

    private static List<Long> dimensions(INDArray values) {
      return Arrays.stream(values.shape()).boxed().toList();
    }
  }

  /** A batch norm that keeps log10 of the deviation: to others it shows the variance. */
  record Norm(String vertex, String parameter, String name, List<Long> shape) implements Place {
    private static final String LOG_STD = "log10stdev";
    private static final Map<String, String> TORCH =
        Map.of(
            "gamma",
            "weight",
            "beta",
            "bias",
            "mean",
            "running_mean",
            LOG_STD,
            "running_var",
            "var",
            "running_var");

    static Norm of(String vertex, String parameter, INDArray values) {
      String name = vertex + "." + TORCH.getOrDefault(parameter, parameter);
      return new Norm(vertex, vertex + "_" + parameter, name, List.of(values.length()));
    }

    private boolean logarithmic() {
      return parameter.endsWith("_" + LOG_STD);
    }

    @Override
    public float[] get(ComputationGraph graph) {
      float[] values = floats(graph.getParam(parameter));
      for (int i = 0; logarithmic() && i < values.length; i++) {
        values[i] = (float) Math.pow(10, 2.0 * values[i]);
      }
      return values;
    }

    @Override
    public void set(ComputationGraph graph, float[] values) {
      float[] stored = values.clone();
      for (int i = 0; logarithmic() && i < stored.length; i++) {
        if (stored[i] < 0) {
          throw new IllegalArgumentException(
              "variances must not be negative, but '" + name + "' holds " + stored[i]);
        }
        stored[i] = (float) (Math.log10(stored[i]) / 2);
      }
      INDArray view = graph.getParam(parameter);
      view.assign(Nd4j.create(stored, view.shape(), 'c'));
    }
  }

  private static float[] floats(INDArray values) {
    INDArray packed = values.dup('c');
    return packed.reshape(packed.length()).toFloatVector();
  }
}
