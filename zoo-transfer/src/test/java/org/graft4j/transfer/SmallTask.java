package org.graft4j.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.bundle.ModelBundle;
import org.graft4j.data.Augmentation;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Picture;
import org.graft4j.data.ResizeRule;
import org.graft4j.data.Seed;
import org.graft4j.data.synthetic.DrawnFolder;
import org.graft4j.data.synthetic.DrawnTask;
import org.graft4j.model.Backbone;
import org.graft4j.model.LayerGroups;
import org.graft4j.runtime.RngState;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A backbone that is quick to run and a folder of drawn pictures. */
final class SmallTask {
  static final int SIZE = 16;

  private SmallTask() {}

  /** low: conv1 bn1 relu1; high: conv2 bn2 relu2 pool (8 numbers); and a source head. */
  static Backbone backbone(long seed) {
    return backbone(graph(seed));
  }

  static Backbone backbone(ComputationGraph graph) {
    Map<String, Set<String>> groups = new LinkedHashMap<>();
    groups.put("low", Set.of("conv1", "bn1", "relu1"));
    groups.put("high", Set.of("conv2", "bn2", "relu2", "pool"));
    return new Backbone(
        "custom",
        graph,
        new InputSpec(
            SIZE,
            SIZE,
            new ResizeRule.Squash(),
            InputSpec.ChannelOrder.RGB,
            List.of(0.5, 0.5, 0.5),
            List.of(0.25, 0.25, 0.25)),
        LayerGroups.of(groups),
        "pool",
        8,
        Optional.empty());
  }

  static ComputationGraph graph(long seed) {
    ComputationGraph graph = graph(seed, false);
    // Statistics away from 0 and 1, so that losing one shows.
    graph.getParam("bn1_mean").assign(0.1);
    graph.getParam("bn1_var").assign(0.7);
    graph.getParam("bn2_mean").assign(-0.2);
    graph.getParam("bn2_var").assign(0.4);
    return graph;
  }

  /** The same with batch norms as DL4J's builder makes them, which store log10 of the deviation. */
  static Backbone backboneWithLogDeviations(long seed) {
    ComputationGraph graph = graph(seed, true);
    graph.getParam("bn1_log10stdev").assign(-0.1);
    graph.getParam("bn2_log10stdev").assign(-0.2);
    return backbone(graph);
  }

  private static ComputationGraph graph(long seed, boolean logDeviations) {
    var conf =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .graphBuilder()
            .addInputs("input")
            .setInputTypes(InputType.convolutional(SIZE, SIZE, 3))
            .addLayer("conv1", conv(3, 6), "input")
            .addLayer("bn1", norm(logDeviations), "conv1")
            .addLayer("relu1", new ActivationLayer(Activation.RELU), "bn1")
            .addLayer("conv2", conv(6, 8), "relu1")
            .addLayer("bn2", norm(logDeviations), "conv2")
            .addLayer("relu2", new ActivationLayer(Activation.RELU), "bn2")
            .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "relu2")
            .addLayer(
                "fc",
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nIn(8)
                    .nOut(5)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "pool")
            .setOutputs("fc")
            .build();
    ComputationGraph graph = new ComputationGraph(conf);
    RngState.keeping((Runnable) graph::init);
    return graph;
  }

  private static ConvolutionLayer conv(int in, int out) {
    return new ConvolutionLayer.Builder(3, 3)
        .stride(2, 2)
        .padding(1, 1)
        .nIn(in)
        .nOut(out)
        .hasBias(false)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static BatchNormalization norm(boolean logDeviations) {
    return new BatchNormalization.Builder().useLogStd(logDeviations).decay(0.9).build();
  }

  /** Eight classes with 5 training and 3 validation pictures each. */
  static DatasetSplit split(Path folder, long seed) {
    try {
      DrawnFolder.write(
          DrawnTask.target(), folder, Map.of("train", 5, "val", 3), 24, Seed.of(seed));
      return ImageFolder.scan(folder).givenSplit().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes a random square, so that each draw gives other pixels. */
  static final Augmentation BLOT =
      new Augmentation() {
        @Override
        public Picture apply(Picture picture, RandomGenerator random) {
          byte[] pixels = picture.rgb().clone();
          int from = random.nextInt(pixels.length / 2);
          for (int i = from; i < from + pixels.length / 4; i++) {
            pixels[i] = (byte) random.nextInt(256);
          }
          return new Picture(picture.width(), picture.height(), pixels);
        }

        @Override
        public String describe() {
          return "blot";
        }
      };

  /** All parameters and statistics, as they are now. */
  static Map<String, INDArray> copy(ComputationGraph graph) {
    Map<String, INDArray> values = new LinkedHashMap<>();
    graph.paramTable().forEach((name, array) -> values.put(name, array.dup()));
    return values;
  }

  /** The bundle's bytes: network, labels, preparation and provenance. */
  static byte[] bundle(FineTuneResult result, Path folder) {
    try {
      Path file = Files.createTempDirectory(folder, "bundle").resolve("model.zip");
      ModelBundle.of(result.model()).save(file);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Files.copy(file, bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
