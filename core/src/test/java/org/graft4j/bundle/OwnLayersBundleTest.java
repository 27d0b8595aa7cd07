package org.graft4j.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.layer.AdaptiveAveragePooling;
import org.graft4j.layer.CeilMaxPooling;
import org.graft4j.layer.ChannelGain;
import org.graft4j.layer.ChannelNorm;
import org.graft4j.layer.ChannelScale;
import org.graft4j.layer.ExactGelu;
import org.graft4j.layer.GroupedConvolution;
import org.graft4j.layer.HardSigmoid6;
import org.graft4j.layer.HardSwish;
import org.graft4j.layer.PaddedShortcut;
import org.graft4j.layer.SiLU;
import org.graft4j.layer.StochasticDepth;
import org.graft4j.model.TrainedModel;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;

/** Bundles of networks with the layers of {@code org.graft4j.layer}. */
class OwnLayersBundleTest {
  @TempDir Path folder;

  @Test
  void open_networkOfOwnLayers_givesTheSameOutputs() throws IOException {
    TrainedModel plain = SmallModels.model();
    ComputationGraph graph = network();
    Path zip = folder.resolve("own.zip");
    ModelBundle.of(new TrainedModel(graph, plain.input(), plain.labels(), plain.provenance()))
        .save(zip);

    ComputationGraph opened = ModelBundle.open(zip).model().graph();

    assertThat(opened.outputSingle(SmallModels.batch(3)))
        .isEqualTo(graph.outputSingle(SmallModels.batch(3)));
  }

  /** Bundles written before the pooling moved name it by its place in the zoo. */
  @Test
  void parse_oldNameOfTheAdaptivePooling_isTheClassOfToday() throws IOException {
    String now = network().getConfiguration().toJson();
    String then =
        now.replace(
            "\"org.graft4j.layer.AdaptiveAveragePooling\"",
            "\"org.graft4j.zoo.architecture.AdaptiveAveragePooling\"");

    assertThat(then).isNotEqualTo(now);
    assertThat(NetworkConfiguration.parse(Path.of("old.zip"), then))
        .isEqualTo(NetworkConfiguration.parse(Path.of("new.zip"), now));
  }

  @Test
  void parse_anotherClassOfTheZoo_isRefused() {
    String json =
        network()
            .getConfiguration()
            .toJson()
            .replace("\"org.graft4j.layer.ChannelScale\"", "\"org.graft4j.zoo.architecture.Vgg\"");

    assertThatThrownBy(() -> NetworkConfiguration.parse(Path.of("m.zip"), json))
        .isInstanceOf(BundleFormatException.class)
        .hasMessageContaining("org.graft4j.zoo.architecture.Vgg");
  }

  private static ComputationGraph network() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .activation(Activation.IDENTITY)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.convolutional(SmallModels.SIDE, SmallModels.SIDE, 3))
                .addLayer("stem", new ConvolutionLayer.Builder(1, 1).nOut(6).build(), "in")
                .addLayer(
                    "grouped",
                    new GroupedConvolution.Builder(3, 3).groups(3).padding(1, 1).nOut(6).build(),
                    "stem")
                .addLayer("norm", new ChannelNorm.Builder().eps(1e-6).build(), "grouped")
                .addLayer("gelu", new ActivationLayer(new ExactGelu()), "norm")
                .addVertex("squeeze", new AdaptiveAveragePooling(1, 1), "gelu")
                .addLayer("gate", new ActivationLayer(new HardSigmoid6()), "squeeze")
                .addVertex("scale", new ChannelScale(), "gelu", "gate")
                .addLayer("gain", new ChannelGain.Builder().initial(0.5).build(), "scale")
                .addLayer("depth", new StochasticDepth(0.1), "gain")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "depth", "stem")
                .addVertex("shortcut", new PaddedShortcut(2, 1, 1), "sum")
                .addLayer("swish", new ActivationLayer(new HardSwish()), "shortcut")
                .addVertex("pool", new CeilMaxPooling(3, 2, 0), "swish")
                .addLayer("silu", new ActivationLayer(new SiLU()), "pool")
                .addLayer(
                    "fc",
                    new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build(),
                    "silu")
                .setOutputs("fc")
                .build());
    RngState.keeping((Runnable) graph::init);
    return graph;
  }
}
