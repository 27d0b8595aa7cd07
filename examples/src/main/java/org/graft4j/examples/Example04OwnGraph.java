package org.graft4j.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.InputSpec;
import org.graft4j.data.ResizeRule;
import org.graft4j.data.Seed;
import org.graft4j.data.synthetic.DrawnBatches;
import org.graft4j.data.synthetic.DrawnFolder;
import org.graft4j.data.synthetic.DrawnTask;
import org.graft4j.eval.Evaluator;
import org.graft4j.model.Backbone;
import org.graft4j.model.Head;
import org.graft4j.model.LayerGroups;
import org.graft4j.runtime.Acceleration;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.FineTuneResult;
import org.graft4j.transfer.FineTuner;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * A network of your own as the backbone, and the trained one back in plain DL4J.
 *
 * <p>The graph here learns a source task in DL4J's own {@code fit}; yours may come from {@link
 * ModelSerializer}. Grafting does not change it: the result has a graph of its own.
 */
public final class Example04OwnGraph {
  private static final int SIDE = 32;

  private Example04OwnGraph() {}

  /** Takes no arguments. */
  public static void main(String[] args) throws IOException {
    Acceleration.enable(); // before the first network is made
    ComputationGraph own = new ComputationGraph(network());
    own.init();
    InputSpec input =
        new InputSpec(
            SIDE,
            SIDE,
            new ResizeRule.ShorterSide(SIDE),
            InputSpec.ChannelOrder.RGB,
            List.of(0.5, 0.5, 0.5),
            List.of(0.25, 0.25, 0.25));
    DrawnBatches source = DrawnBatches.of(DrawnTask.source(), input, 2048, 32, Seed.of(4));
    for (int epoch = 0; epoch < 6; epoch++) {
      own.fit(source.epoch(epoch)); // [32, 3, 32, 32] and one-hot labels [32, classes]
    }

    // What the library has to know of it: its pictures, its layers in groups, where features are.
    Map<String, Set<String>> bottomUp = new LinkedHashMap<>();
    bottomUp.put("low", Set.of("conv1", "norm1"));
    bottomUp.put("high", Set.of("conv2", "norm2", "conv3", "norm3", "pool"));
    Backbone backbone =
        new Backbone("custom", own, input, LayerGroups.of(bottomUp), "pool", 64, Optional.empty());

    Path folder = Files.createTempDirectory("graft4j-example");
    Map<String, Integer> perClass = Map.of("train", 30, "test", 20);
    DrawnFolder.write(DrawnTask.target(), folder.resolve("pictures"), perClass, 64, Seed.of(4));
    ImageFolder pictures = ImageFolder.scan(folder.resolve("pictures"));
    DatasetSplit split = pictures.givenSplit().orElseThrow();

    FineTuneResult run =
        FineTuner.of(backbone)
            .head(Head.linear(pictures.labels()))
            .plan(FineTunePlan.headThenAll(60, 10))
            .build()
            .fit(split);
    System.out.printf(
        Locale.ROOT,
        "accuracy on a task that the graph never saw: %.3f%n",
        Evaluator.classification().evaluate(run.model(), split.test()).accuracy());

    // A ComputationGraph of stock layers, nothing frozen: save it, open it, use it without Graft4J.
    Path file = folder.resolve("plain.zip");
    ModelSerializer.writeModel(run.graph(), file.toFile(), false);
    ComputationGraph plain = ModelSerializer.restoreComputationGraph(file.toFile(), false);
    INDArray x = Nd4j.ones(1, 3, SIDE, SIDE);
    double difference =
        run.graph().outputSingle(x).sub(plain.outputSingle(x)).amaxNumber().doubleValue();
    System.out.println("difference after the way through DL4J's own file: " + difference);
    System.out.println("parameters: " + plain.numParams());
  }

  /** [batch, 3, 32, 32] -> [batch, 64, 4, 4] -> features [batch, 64] -> [batch, classes]. */
  private static ComputationGraphConfiguration network() {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .weightInit(WeightInit.RELU)
        .updater(new Adam(3e-3))
        .convolutionMode(ConvolutionMode.Same)
        .graphBuilder()
        .addInputs("input")
        .setInputTypes(InputType.convolutional(SIDE, SIDE, 3))
        .addLayer("conv1", convolution(16), "input")
        .addLayer("norm1", norm(), "conv1")
        .addLayer("conv2", convolution(32), "norm1")
        .addLayer("norm2", norm(), "conv2")
        .addLayer("conv3", convolution(64), "norm2")
        .addLayer("norm3", norm(), "conv3")
        .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "norm3")
        .addLayer("output", output(DrawnTask.source().labels().size()), "pool")
        .setOutputs("output")
        .build();
  }

  private static OutputLayer output(int classes) {
    return new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
        .nOut(classes)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static ConvolutionLayer convolution(int channels) {
    return new ConvolutionLayer.Builder(3, 3)
        .nOut(channels)
        .stride(2, 2)
        .activation(Activation.RELU)
        .build();
  }

  private static BatchNormalization norm() {
    return new BatchNormalization.Builder().useLogStd(false).build();
  }
}
