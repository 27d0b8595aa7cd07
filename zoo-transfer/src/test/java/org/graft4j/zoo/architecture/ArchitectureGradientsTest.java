package org.graft4j.zoo.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Seed;
import org.graft4j.model.GraphEdits;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Backpropagation in training, with stochastic depth, gives the slope along a random direction of
 * all parameters together. Batch norms keep their statistics: with those of two pictures deep
 * networks bend so much that no difference shows a slope. The golden gradients have both.
 */
@Tag("slow")
class ArchitectureGradientsTest {
  private static final JsonNode FILE = GoldenNetworks.read("architectures.json");
  private static final double STEP = 1e-8;
  private static final int SIZE = 32;

  static Stream<Architecture> all() {
    return Architectures.all().stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void slopeAlongARandomDirection_equalsCentralDifference(Architecture architecture) {
    Network network = architecture.network(form(architecture));
    ComputationGraph graph = filled(architecture.id(), network);
    try {
      INDArray input =
          GoldenNetworks.fill(FILE, FILE).input(2, 3, SIZE, SIZE).castTo(DataType.DOUBLE);
      RngState state = RngState.capture();
      INDArray weights = random(Seed.of(1).stream("weights"), 2, network.featureWidth());
      Map<String, INDArray> direction = direction(graph);

      state.restore();
      graph.feedForward(new INDArray[] {input}, true, false);
      Gradient gradient = graph.backpropGradient(weights.dup());
      double slope = 0;
      for (Map.Entry<String, INDArray> entry : direction.entrySet()) {
        INDArray along = some(gradient.gradientForVariable().get(entry.getKey()));
        slope += along.mul(entry.getValue()).sumNumber().doubleValue();
      }
      move(graph, direction, STEP);
      double above = value(graph, network, input, weights, state);
      move(graph, direction, -2 * STEP);
      double below = value(graph, network, input, weights, state);

      double difference = (above - below) / (2 * STEP);
      assertThat(slope).isCloseTo(difference, within(1e-3 * Math.abs(difference)));
    } finally {
      graph.close();
    }
  }

  /** VGG without its dense layers, whose 120 million parameters the golden gradients cover. */
  private static NetworkForm form(Architecture architecture) {
    return architecture instanceof Vgg
        ? NetworkForm.cutAt(SIZE, SIZE, "block5")
        : NetworkForm.whole(SIZE, SIZE, 0);
  }

  private static ComputationGraph filled(String id, Network network) {
    JsonNode model = FILE.get("models").path(id);
    ComputationGraph floats = GoldenNetworks.filled(network, GoldenNetworks.fill(FILE, model));
    ComputationGraph doubles = floats.convertDataType(DataType.DOUBLE);
    floats.close();
    ComputationGraph graph = GraphEdits.withFixedStatistics(doubles, vertex -> true);
    doubles.close();
    // gradients from outside and DL4J's workspaces do not go together
    graph.getConfiguration().setTrainingWorkspaceMode(WorkspaceMode.NONE);
    return graph;
  }

  private static double value(
      ComputationGraph graph, Network network, INDArray input, INDArray weights, RngState state) {
    state.restore();
    INDArray features = graph.feedForward(input, true).get(network.featureVertex());
    return features.mul(weights).sumNumber().doubleValue();
  }

  /**
   * Of all parameters that have a gradient, which the running statistics have not; as large as
   * these, so that few of the rectified numbers change their sign on the way.
   */
  private static Map<String, INDArray> direction(ComputationGraph graph) {
    RandomGenerator random = Seed.of(2).stream("direction");
    Map<String, INDArray> direction = new HashMap<>();
    for (ParameterSlot slot : ParameterSlot.of(graph)) {
      if (!slot.key().contains(".running_")) {
        INDArray values = some(graph.getParam(slot.parameter()));
        double size = values.norm2Number().doubleValue() / Math.sqrt((double) values.length());
        direction.put(slot.parameter(), random(random, values.shape()).muli(size));
      }
    }
    return direction;
  }

  private static void move(ComputationGraph graph, Map<String, INDArray> direction, double step) {
    direction.forEach((parameter, d) -> some(graph.getParam(parameter)).addi(d.mul(step)));
  }

  /** A view of a large parameter's first part, say one output channel; a small one as it is. */
  private static INDArray some(INDArray parameter) {
    return parameter.size(0) > 1 && parameter.length() > 10_000 ? parameter.slice(0) : parameter;
  }

  private static INDArray random(RandomGenerator random, long... shape) {
    double[] numbers = random.doubles(ArrayUtil.prodLong(shape), -1, 1).toArray();
    return Nd4j.createFromArray(numbers).reshape(shape);
  }
}
