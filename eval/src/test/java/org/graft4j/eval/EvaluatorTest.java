package org.graft4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.BatchSource;
import org.graft4j.data.InputSpec;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.model.Provenance;
import org.graft4j.model.TrainedModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

class EvaluatorTest {
  private static final LabelMap LABELS = LabelMap.of(List.of("a", "b", "c"));
  private static ComputationGraph graph;

  /** Softmax of twice the input: the class with the largest input is predicted. */
  @BeforeAll
  static void buildGraph() {
    graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                    "out",
                    new OutputLayer.Builder().nIn(3).nOut(3).activation(Activation.SOFTMAX).build(),
                    "in")
                .setOutputs("out")
                .build());
    graph.init();
    graph.setParam("out_W", Nd4j.eye(3).muli(2));
    graph.setParam("out_b", Nd4j.zeros(1, 3));
  }

  @Test
  void evaluate_knownNetwork_countsItsPredictions() {
    double[][] inputs = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 0, 0}};
    ClassificationReport report =
        Evaluator.classification()
            .on("holdout")
            .evaluate(graph, source(inputs, new int[] {0, 1, 1, 0}, 3), LABELS);

    assertThat(report.split()).isEqualTo("holdout");
    assertThat(report.confusion())
        .isEqualTo(ConfusionMatrix.of(LABELS, new long[][] {{2, 0, 0}, {0, 1, 1}, {0, 0, 0}}));
    double top = Math.exp(2) / (Math.exp(2) + 2);
    Prediction mistake = NotablePredictions.of(report).mostConfidentMistakes(5).get(0);
    assertThat(mistake.id()).isEqualTo("item 2");
    assertThat(mistake.probability()).isCloseTo(top, org.assertj.core.data.Offset.offset(1e-6));
    assertThat(mistake.labelProbability())
        .isCloseTo((1 - top) / 2, org.assertj.core.data.Offset.offset(1e-6));
  }

  @Test
  void evaluate_anyBatchSize_givesTheSameCounts() {
    RandomGenerator random = Seed.of(5).stream("inputs");
    double[][] inputs = new double[50][3];
    int[] labels = new int[50];
    for (int i = 0; i < 50; i++) {
      labels[i] = random.nextInt(3);
      for (int c = 0; c < 3; c++) {
        inputs[i][c] = random.nextGaussian() + (c == labels[i] ? 1 : 0);
      }
    }
    ConfusionMatrix one =
        Evaluator.classification().evaluate(graph, source(inputs, labels, 1), LABELS).confusion();
    for (int batch : new int[] {7, 50}) {
      assertThat(
              Evaluator.classification()
                  .evaluate(graph, source(inputs, labels, batch), LABELS)
                  .confusion())
          .isEqualTo(one);
    }
  }

  @Test
  void evaluate_trainedModel_usesItsLabels() {
    TrainedModel model =
        new TrainedModel(graph, InputSpec.imageNet(), LABELS, new Provenance(Map.of()));
    ClassificationReport report =
        Evaluator.classification()
            .evaluate(model, source(new double[][] {{0, 0, 3}}, new int[] {2}, 1));
    assertThat(report.accuracy()).isEqualTo(1);
    assertThat(report.confusion().labels()).isEqualTo(LABELS);
  }

  @Test
  void evaluate_countsOnly_keepsNoPredictions() {
    ClassificationReport report =
        Evaluator.classification()
            .countsOnly()
            .evaluate(graph, source(new double[][] {{0, 0, 3}}, new int[] {2}, 1), LABELS);
    assertThat(report.n()).isEqualTo(1);
    assertThat(report.table()).isEmpty();
  }

  @Test
  void evaluate_valueThatIsNaN_namesTheSample() {
    double[][] inputs = {{1, 0, 0}, {Double.NaN, 0, 0}};
    assertThatThrownBy(
            () ->
                Evaluator.classification()
                    .evaluate(graph, source(inputs, new int[] {0, 0}, 2), LABELS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("values of 'item 1' must be finite");
  }

  @Test
  void evaluate_otherNumberOfClasses_isRefused() {
    BatchSource source = source(new double[][] {{1, 0, 0}}, new int[] {0}, 1);
    assertThatThrownBy(
            () ->
                Evaluator.classification().evaluate(graph, source, LabelMap.of(List.of("a", "b"))))
        .hasMessageContaining("output must have shape [batch, 2]");
  }

  @Test
  void evaluate_emptySource_isRefused() {
    assertThatThrownBy(
            () ->
                Evaluator.classification()
                    .on("validation")
                    .evaluate(graph, source(new double[0][], new int[0], 4), LABELS))
        .hasMessageContaining("split 'validation' was empty");
  }

  @Test
  void evaluate_smoothedLabels_areRefused() {
    DataSet batch =
        new DataSet(
            Nd4j.createFromArray(new float[][] {{1, 0, 0}}),
            Nd4j.createFromArray(new float[][] {{0.8f, 0.1f, 0.1f}}));
    BatchSource source = fixed(List.of(batch), 1);
    assertThatThrownBy(() -> Evaluator.classification().evaluate(graph, source, LABELS))
        .hasMessageContaining("label of '#0' must be one-hot");
  }

  /** Neither the network nor the counts would see the mask. */
  @Test
  void evaluate_batchWithAMask_isRefused() {
    DataSet batch =
        new DataSet(
            Nd4j.createFromArray(new float[][] {{1, 0, 0}}),
            Nd4j.createFromArray(new float[][] {{1, 0, 0}}));
    batch.setExampleMetaData(List.of("first.jpg"));
    batch.setLabelsMaskArray(Nd4j.zeros(1, 1));
    BatchSource source = fixed(List.of(batch), 1);
    assertThatThrownBy(() -> Evaluator.classification().evaluate(graph, source, LABELS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'first.jpg' must have no masks");
  }

  private static BatchSource source(double[][] inputs, int[] labels, int batchSize) {
    List<DataSet> batches = new ArrayList<>();
    for (int from = 0; from < inputs.length; from += batchSize) {
      int size = Math.min(batchSize, inputs.length - from);
      INDArray features = Nd4j.create(size, 3);
      INDArray oneHot = Nd4j.create(size, 3);
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        features.putRow(i, Nd4j.createFromArray(inputs[from + i]).castTo(features.dataType()));
        oneHot.putScalar(i, labels[from + i], 1);
        ids.add("item " + (from + i));
      }
      DataSet batch = new DataSet(features, oneHot);
      batch.setExampleMetaData(ids);
      batches.add(batch);
    }
    return fixed(batches, inputs.length);
  }

  private static BatchSource fixed(List<DataSet> batches, int examples) {
    return new BatchSource() {
      @Override
      public DataSetIterator epoch(int epoch) {
        return new ExistingDataSetIterator(batches);
      }

      @Override
      public int examples() {
        return examples;
      }

      @Override
      public int batches() {
        return batches.size();
      }
    };
  }
}
