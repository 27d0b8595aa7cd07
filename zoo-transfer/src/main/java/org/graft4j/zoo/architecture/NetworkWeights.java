package org.graft4j.zoo.architecture;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Seed;
import org.graft4j.layer.ChannelGain;
import org.graft4j.runtime.Acceleration;
import org.graft4j.runtime.RngState;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Networks of a description: with zeros to be filled from a file, or with random weights. */
public final class NetworkWeights {
  private NetworkWeights() {}

  /**
   * All parameters zero. ND4J's generator is left as it was; {@linkplain Acceleration acceleration}
   * is turned on first, since layers look for it when they are made.
   */
  public static ComputationGraph zeros(Network network) {
    Acceleration.enable();
    ComputationGraphConfiguration conf = network.configuration().clone();
    long length = 0;
    for (GraphVertex vertex : conf.getVertices().values()) {
      length += vertex.numParams(true);
    }
    INDArray flat = Nd4j.zeros(conf.getDataType(), 1, length);
    ComputationGraph graph = new ComputationGraph(conf);
    RngState.keeping(() -> graph.init(flat, false));
    return graph;
  }

  /**
   * Random weights as the network's authors draw them, see {@link Network#initial()}: norms are the
   * identity, the gains of residual branches ({@code layer_scale}) 1e-6, biases of convolutions 0.
   *
   * @param seed decides all values; each parameter has a stream of its own, by its name
   */
  public static ComputationGraph random(Network network, Seed seed) {
    ComputationGraph graph = zeros(network);
    Map<String, ParameterSlot> weights = new HashMap<>();
    for (ParameterSlot slot : ParameterSlot.of(graph)) {
      if (slot.name().equals("W")) {
        weights.put(slot.vertex(), slot);
      }
      RandomGenerator stream = seed.stream("weights " + slot.key());
      slot.set(graph, values(slot, weights.get(slot.vertex()), network, stream));
    }
    return graph;
  }

  /**
   * @param weight the layer's weights, which come before its bias; null for a norm
   */
  private static float[] values(
      ParameterSlot slot, @Nullable ParameterSlot weight, Network network, RandomGenerator random) {
    InitialWeights initial = network.initial();
    float[] values = new float[Math.toIntExact(slot.length())];
    switch (slot.name()) {
      case "var" -> Arrays.fill(values, 1);
      case "gamma" -> Arrays.fill(values, scale(network, slot.vertex()));
      case "W" -> {
        boolean head = network.head().filter(slot.vertex()::equals).isPresent();
        draw(
            values,
            head ? initial.head() : slot.dense() ? initial.dense() : initial.convolution(),
            slot,
            random);
      }
      case "b" -> {
        if (weight != null && weight.dense()) {
          draw(values, initial.denseBias(), weight, random);
        }
      }
      default -> {} // mean and beta stay 0
    }
    return values;
  }

  private static float scale(Network network, String vertex) {
    return network.configuration().getVertices().get(vertex) instanceof LayerVertex v
            && v.getLayerConf().getLayer() instanceof ChannelGain gain
        ? (float) gain.getInitial()
        : 1;
  }

  private static void draw(
      float[] values, InitialWeights.Spread spread, ParameterSlot weight, RandomGenerator random) {
    double places = weight.shape().stream().skip(2).reduce(1L, (a, b) -> a * b);
    double in = weight.shape().get(1) * places;
    double out = weight.shape().get(0) * places;
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) spread.draw(random, in, out);
    }
  }
}
