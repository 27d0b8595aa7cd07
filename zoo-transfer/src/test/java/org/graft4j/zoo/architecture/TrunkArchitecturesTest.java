package org.graft4j.zoo.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Seed;
import org.graft4j.engine.Trunk;
import org.graft4j.model.GraphEdits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The trunk of each architecture, cut behind each group, gives what DL4J's graph gives. */
class TrunkArchitecturesTest {

  @ParameterizedTest
  @CsvSource({"slimresnet, 64", "resnet18, 64", "resnet34, 64", "resnet50, 64", "vgg16, 64"})
  void everyArchitecture_cutBehindEachGroup_isDl4js(String id, int size) {
    Architecture architecture = Architectures.find(id).orElseThrow();
    for (String group : architecture.groups()) {
      Network network = architecture.network(NetworkForm.cutAt(size, size, group));
      ComputationGraph graph = NetworkWeights.random(network, Seed.of(3));
      INDArray batch = Nd4j.linspace(DataType.FLOAT, -2, 4.0 / (6 * size * size), 6L * size * size);
      INDArray pictures = batch.reshape(2, 3, size, size);
      INDArray expected =
          GraphEdits.truncatedAt(graph, network.featureVertex()).outputSingle(pictures);

      try (Trunk trunk = Trunk.upTo(graph, network.featureVertex());
          INDArray output = trunk.output(pictures)) {
        assertThat(trunk.engine()).startsWith("oneDNN");
        assertThat(output.shape()).isEqualTo(expected.shape());
        double norm = expected.norm2Number().doubleValue();
        // Sums of thousands of float32 products, taken in another order and with the norm inside.
        assertThat(output.sub(expected).norm2Number().doubleValue() / norm)
            .as(group)
            .isCloseTo(0, within(1e-5));
      }
    }
  }
}
