package org.graft4j.zoo.architecture;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Seed;
import org.graft4j.runtime.Acceleration;
import org.graft4j.runtime.RngState;
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
   * Random weights as torchvision draws them for its residual networks: convolutions normal with
   * standard deviation {@code sqrt(2 / (out * kH * kW))} (He et al. 2015, arXiv:1502.01852, fan
   * out), dense layers uniform in {@code +-1 / sqrt(in)}, batch norm at identity, biases of
   * convolutions 0.
   *
   * @param seed decides all values; each parameter has a stream of its own, by its name
   */
  public static ComputationGraph random(Network network, Seed seed) {
    ComputationGraph graph = zeros(network);
    for (ParameterSlot slot : ParameterSlot.of(graph)) {
      slot.set(graph, values(slot, graph, seed.stream("weights " + slot.key())));
    }
    return graph;
  }

  private static float[] values(
      ParameterSlot slot, ComputationGraph graph, RandomGenerator random) {
    float[] values = new float[Math.toIntExact(slot.length())];
    String parameter = slot.parameter().substring(slot.parameter().lastIndexOf('_') + 1);
    switch (parameter) {
      case "gamma", "var" -> Arrays.fill(values, 1);
      case "W" -> {
        if (slot.layout() == ParameterSlot.Layout.TRANSPOSED) {
          uniform(values, (double) slot.shape().get(1), random);
        } else {
          double fanOut = (double) slot.shape().get(0) * slot.shape().get(2) * slot.shape().get(3);
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * Math.sqrt(2 / fanOut));
          }
        }
      }
      case "b" -> {
        String layer = slot.parameter().substring(0, slot.parameter().lastIndexOf('_'));
        INDArray weights = graph.getParam(layer + "_W");
        if (weights.rank() == 2) {
          uniform(values, (double) weights.size(0), random);
        }
      }
      default -> {} // mean and beta stay 0
    }
    return values;
  }

  private static void uniform(float[] values, double fanIn, RandomGenerator random) {
    double bound = 1 / Math.sqrt(fanIn);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-bound, bound);
    }
  }
}
