package org.graft4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.Head;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.architecture.Architectures;
import org.graft4j.zoo.architecture.Network;
import org.graft4j.zoo.architecture.NetworkForm;
import org.graft4j.zoo.architecture.NetworkWeights;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A new head goes onto each architecture in the place of its own. */
@Tag("slow")
class GraftArchitecturesTest {
  private static final int SIZE = 32;

  /** Of the eight VGGs one: they differ below what is grafted, and are large. */
  static Stream<Architecture> all() {
    return Architectures.all().stream()
        .filter(a -> !a.id().startsWith("vgg") || a.id().equals("vgg11_bn"));
  }

  @ParameterizedTest
  @MethodSource("all")
  void onto_aNetworkWithItsHead_readsTheSameFeaturesAndKeepsThemFrozen(Architecture architecture) {
    NetworkForm form = NetworkForm.whole(SIZE, SIZE, 5);
    Network network = architecture.network(form);
    ComputationGraph source = NetworkWeights.random(network, Seed.of(1));
    Backbone backbone =
        new Backbone(
            architecture.id(),
            source,
            architecture.input().withSize(SIZE, SIZE),
            network.groups(),
            network.featureVertex(),
            network.featureWidth(),
            Optional.empty());
    INDArray pictures = Nd4j.linspace(DataType.FLOAT, -2, 0.0006, 2L * 3 * SIZE * SIZE);
    INDArray batch = pictures.reshape(2, 3, SIZE, SIZE);
    INDArray features = source.feedForward(batch, false).get(network.featureVertex());

    ComputationGraph grafted =
        Graft.onto(backbone, Head.linear(LabelMap.of(List.of("a", "b"))), Seed.of(2));

    INDArray read = grafted.feedForward(batch, false).get(network.featureVertex());
    double scale = 1 + features.amaxNumber().doubleValue();
    assertThat(read.sub(features).amaxNumber().doubleValue() / scale).isCloseTo(0, within(1e-5));
    assertThat(grafted.getConfiguration().getVertices().keySet())
        .containsAll(GraphEdits.ancestors(source.getConfiguration(), network.featureVertex()))
        .contains(Graft.HEAD)
        .doesNotContain(network.head().orElseThrow(), network.logits().orElseThrow());
    grafted.setInputs(batch);
    grafted.setLabels(Nd4j.eye(2).castTo(DataType.FLOAT));
    grafted.computeGradientAndScore();
    assertThat(grafted.gradient().gradientForVariable()).containsOnlyKeys("head_W", "head_b");
    source.close();
    grafted.close();
  }
}
