package org.graft4j.zoo.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Seed;
import org.graft4j.engine.Trunk;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The trunk of each architecture, up to each group's end, gives what DL4J's graph gives. */
class TrunkArchitecturesTest {
  private static final int SIZE = 64;

  /** What the trunk leaves to DL4J: nothing to compute in them. */
  private static final Set<String> AS_THEY_ARE = Set.of("MergeVertex", "PaddedShortcut");

  static Stream<Architecture> all() {
    return Architectures.all().stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void trunkUpToEachGroup_isDl4js(Architecture architecture) {
    Network network = architecture.network(form(architecture));
    ComputationGraph graph = NetworkWeights.random(network, Seed.of(3));
    long length = 2L * 3 * SIZE * SIZE;
    INDArray pictures =
        Nd4j.linspace(DataType.FLOAT, -2, 4.0 / length, length).reshape(2, 3, SIZE, SIZE);
    Map<String, INDArray> expected = graph.feedForward(pictures, false);
    for (String group : network.groups().names()) {
      String end = end(graph, network, group);
      try (Trunk trunk = Trunk.upTo(graph, end);
          INDArray output = trunk.output(pictures)) {
        assertThat(trunk.engine()).startsWith("oneDNN");
        assertThat(trunk.asTheyAre()).allMatch(vertex -> AS_THEY_ARE.contains(kind(graph, vertex)));
        assertThat(output.shape()).isEqualTo(expected.get(end).shape());
        double norm = expected.get(end).norm2Number().doubleValue();
        // Sums of thousands of float32 products, taken in another order and with the norm inside.
        assertThat(output.sub(expected.get(end)).norm2Number().doubleValue() / norm)
            .as(group)
            .isCloseTo(0, within(1e-5));
      }
    }
    graph.close();
  }

  /** VGG without its dense layers, which take seconds to pack: the golden values cover them. */
  private static NetworkForm form(Architecture architecture) {
    return architecture instanceof Vgg
        ? NetworkForm.cutAt(SIZE, SIZE, "block5")
        : NetworkForm.whole(SIZE, SIZE, 0);
  }

  /** The last vertex of a group, whose array no other vertex writes over. */
  private static String end(ComputationGraph graph, Network network, String group) {
    List<String> vertices =
        graph.getConfiguration().getVertices().keySet().stream()
            .filter(network.groups().vertices(group)::contains)
            .toList();
    return vertices.get(vertices.size() - 1);
  }

  private static String kind(ComputationGraph graph, String vertex) {
    return graph.getConfiguration().getVertices().get(vertex) instanceof LayerVertex layer
        ? layer.getLayerConf().getLayer().getClass().getSimpleName()
        : graph.getConfiguration().getVertices().get(vertex).getClass().getSimpleName();
  }
}
