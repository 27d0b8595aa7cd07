package org.graft4j.benchmarks;

import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Seed;
import org.graft4j.zoo.architecture.Architectures;
import org.graft4j.zoo.architecture.Network;
import org.graft4j.zoo.architecture.NetworkForm;
import org.graft4j.zoo.architecture.NetworkWeights;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Networks, pictures and labels that are measured on: random, and the same in every run. */
final class RandomData {
  private RandomData() {}

  /**
   * The description of a network.
   *
   * @param classes of the head on top; 0 for none
   */
  static Network network(String architecture, int size, int classes) {
    return Architectures.find(architecture)
        .orElseThrow(() -> new IllegalArgumentException("unknown architecture " + architecture))
        .network(NetworkForm.whole(size, size, classes));
  }

  /** The network with random weights; turns acceleration on. */
  static ComputationGraph weighted(Network network) {
    return NetworkWeights.random(network, Seed.of(7));
  }

  /** {@code [batch, 3, size, size]}, normal. */
  static INDArray pictures(int batch, int size) {
    RandomGenerator random = Seed.of(1).stream("pictures");
    float[] values = new float[batch * 3 * size * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.create(values, new long[] {batch, 3, size, size}, 'c');
  }

  /** {@code [batch, classes]}, one-hot, the classes in turn. */
  static INDArray labels(int batch, int classes) {
    float[] values = new float[batch * classes];
    for (int i = 0; i < batch; i++) {
      values[i * classes + i % classes] = 1;
    }
    return Nd4j.create(values, new long[] {batch, classes}, 'c');
  }
}
