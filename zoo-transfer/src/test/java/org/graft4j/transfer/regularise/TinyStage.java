package org.graft4j.transfer.regularise;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.BatchMixing;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageItem;
import org.graft4j.data.InputSpec;
import org.graft4j.data.LabelMap;
import org.graft4j.data.ResizeRule;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.LayerGroups;
import org.graft4j.runtime.RngState;
import org.graft4j.train.objective.Loss;
import org.graft4j.train.objective.StepBatch;
import org.graft4j.transfer.LearningRates;
import org.graft4j.transfer.Scope;
import org.graft4j.transfer.Stage;
import org.graft4j.transfer.StageContext;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A stage over a network small enough for double precision: low is conv1 norm1 relu1, high is conv2
 * relu2 pool (4 numbers), and above them is a source head of 3 classes.
 */
final class TinyStage implements StageContext {
  static final LabelMap LABELS = LabelMap.of(List.of("a", "b"));

  private final Backbone backbone;
  private Predicate<String> trains = vertex -> true;
  private Optional<String> frontier = Optional.empty();
  private List<float[]> rows = List.of();

  private TinyStage(Backbone backbone) {
    this.backbone = backbone;
  }

  static TinyStage all() {
    return new TinyStage(backbone("fc", true));
  }

  /** The source head's dense layer has that name. */
  static TinyStage withHeadNamed(String name) {
    return new TinyStage(backbone(name, true));
  }

  static TinyStage withoutHead() {
    return new TinyStage(backbone("fc", false));
  }

  static TinyStage headOnly() {
    TinyStage stage = all();
    stage.trains = vertex -> false;
    stage.frontier = Optional.of("pool");
    return stage;
  }

  static TinyStage aboveLow() {
    TinyStage stage = all();
    stage.trains = Set.of("conv2", "relu2", "pool", "head")::contains;
    stage.frontier = Optional.of("relu1");
    return stage;
  }

  /** What any network gives for the pictures of the split. */
  TinyStage withRows(List<float[]> values) {
    this.rows = values;
    return this;
  }

  private static Backbone backbone(String head, boolean headed) {
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .seed(7)
            .dataType(DataType.DOUBLE)
            .graphBuilder()
            .addInputs("input")
            .setInputTypes(InputType.convolutional(6, 6, 3))
            .addLayer("conv1", conv(3, 4), "input")
            .addLayer("norm1", new BatchNormalization.Builder().useLogStd(false).build(), "conv1")
            .addLayer("relu1", new ActivationLayer(Activation.RELU), "norm1")
            .addLayer("conv2", conv(4, 4), "relu1")
            .addLayer("relu2", new ActivationLayer(Activation.RELU), "conv2")
            .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "relu2");
    if (headed) {
      builder
          .addLayer(
              head,
              new DenseLayer.Builder().nIn(4).nOut(3).activation(Activation.IDENTITY).build(),
              "pool")
          .addLayer(
              "output",
              new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build(),
              head)
          .setOutputs("output");
    } else {
      builder.setOutputs("pool");
    }
    ComputationGraph graph = new ComputationGraph(builder.build());
    RngState.keeping((Runnable) graph::init);
    Map<String, Set<String>> groups = new LinkedHashMap<>();
    groups.put("low", Set.of("conv1", "norm1", "relu1"));
    groups.put("high", Set.of("conv2", "relu2", "pool"));
    return new Backbone(
        "custom",
        graph,
        new InputSpec(
            6,
            6,
            new ResizeRule.Squash(),
            InputSpec.ChannelOrder.RGB,
            List.of(0.5, 0.5, 0.5),
            List.of(0.25, 0.25, 0.25)),
        LayerGroups.of(groups),
        "pool",
        4,
        Optional.empty());
  }

  private static ConvolutionLayer conv(int in, int out) {
    return new ConvolutionLayer.Builder(3, 3)
        .padding(1, 1)
        .nIn(in)
        .nOut(out)
        .activation(Activation.IDENTITY)
        .build();
  }

  /** Numbers from -1 to 1, the same for the same seed and shape. */
  static INDArray numbers(long seed, long... shape) {
    long length = 1;
    for (long size : shape) {
      length *= size;
    }
    var random = Seed.of(seed).stream("numbers");
    double[] values = random.doubles(length, -1, 1).toArray();
    return Nd4j.createFromArray(values).reshape(shape);
  }

  static StepBatch batch(INDArray features, INDArray labels) {
    return new StepBatch(features, labels, List.of(), 0, 0);
  }

  /** Two pictures of class a and one of class b. */
  @Override
  public DatasetSplit split() {
    List<ImageItem> items =
        IntStream.range(0, 3)
            .mapToObj(i -> new ImageItem(Path.of("p" + i), "p" + i, i / 2))
            .toList();
    return new DatasetSplit(LABELS, items, List.of(), List.of());
  }

  @Override
  public KeptRows rowsOf(
      ComputationGraph network, String vertex, InputSpec input, List<ImageItem> items) {
    return new KeptRows() {
      @Override
      public long[] rowShape() {
        return new long[] {rows.get(0).length};
      }

      @Override
      public float[] rows(List<String> ids, int epoch) {
        float[] all = new float[ids.size() * rows.get(0).length];
        for (int i = 0; i < ids.size(); i++) {
          float[] row = rows.get(Integer.parseInt(ids.get(i).substring(1)));
          System.arraycopy(row, 0, all, i * row.length, row.length);
        }
        return all;
      }
    };
  }

  @Override
  public Stage stage() {
    return new Stage("tiny", new Scope.All(), 1, LearningRates.uniform(0.1));
  }

  @Override
  public int index() {
    return 0;
  }

  @Override
  public Backbone backbone() {
    return backbone;
  }

  @Override
  public ComputationGraph network() {
    return frontier
        .map(from -> GraphEdits.above(backbone.graph(), from))
        .orElseGet(backbone::graph);
  }

  @Override
  public Optional<String> frontier() {
    return frontier;
  }

  @Override
  public boolean trains(String vertex) {
    return trains.test(vertex);
  }

  @Override
  public Loss loss() {
    throw new UnsupportedOperationException("no method here asks for the loss");
  }

  @Override
  public BatchMixing mixing() {
    return BatchMixing.NONE;
  }

  @Override
  public Seed seed() {
    return Seed.of(1);
  }
}
