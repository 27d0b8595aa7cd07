package org.graft4j.eval.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.LabelMap;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.ClassificationState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class ClassificationEvaluationTest {
  private static final LabelMap LABELS = LabelMap.of(List.of("a", "b", "c"));
  private static final int N = 50;
  private static final double[][] INPUTS = new double[N][3];
  private static final double[][] TRUTH = new double[N][3];
  private static ComputationGraph graph;

  /** Softmax of twice the input; the third class is never the true one. */
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
    Random random = new Random(4);
    for (int i = 0; i < N; i++) {
      TRUTH[i][random.nextInt(2)] = 1;
      for (int c = 0; c < 3; c++) {
        INPUTS[i][c] = TRUTH[i][c] + random.nextInt(3);
      }
    }
  }

  private static ExistingDataSetIterator batches(int from, int to, int batch) {
    List<DataSet> sets = new ArrayList<>();
    for (int i = from; i < to; i += batch) {
      int end = Math.min(to, i + batch);
      sets.add(
          new DataSet(
              Nd4j.create(java.util.Arrays.copyOfRange(INPUTS, i, end))
                  .castTo(graph.params().dataType()),
              Nd4j.create(java.util.Arrays.copyOfRange(TRUTH, i, end))
                  .castTo(graph.params().dataType())));
    }
    return new ExistingDataSetIterator(sets);
  }

  private static ClassificationEvaluation evaluated(int from, int to, int batch) {
    return graph.doEvaluation(batches(from, to, batch), new ClassificationEvaluation(LABELS))[0];
  }

  /** DL4J runs the network; the numbers are those of the same outputs counted by hand. */
  @Test
  void doEvaluation_realNetwork_givesOurReport() {
    ClassificationState expected = new ClassificationState(LABELS, false);
    double[][] outputs =
        graph.outputSingle(Nd4j.create(INPUTS).castTo(graph.params().dataType())).toDoubleMatrix();
    for (int i = 0; i < N; i++) {
      expected.update("#" + i, TRUTH[i][0] == 1 ? 0 : 1, outputs[i]);
    }
    ClassificationReport report = evaluated(0, N, N).report("test");
    assertThat(report.confusion()).isEqualTo(expected.compute("test").confusion());
    assertThat(report.logLoss()).isCloseTo(expected.compute("test").logLoss(), within(1e-6));
    assertThat(report.accuracy()).isBetween(0.3, 0.95);
  }

  @Test
  void merge_partsOfTheData_equalsAllAtOnce() {
    ClassificationEvaluation left = evaluated(0, 20, 10);
    left.merge(evaluated(20, N, 10));
    assertThat(left.toJson()).isEqualTo(evaluated(0, N, 10).toJson());
  }

  @Test
  void reset_afterSamples_isEmptyAndNewInstanceIsToo() {
    ClassificationEvaluation evaluation = evaluated(0, N, 10);
    ClassificationEvaluation fresh = evaluation.newInstance();
    evaluation.reset();
    assertThat(evaluation.toJson())
        .isEqualTo(fresh.toJson())
        .isEqualTo(new ClassificationEvaluation(LABELS).toJson());
    assertThat(evaluation.stats()).isEqualTo("no samples");
    assertThat(evaluation.getValue(ClassificationMetric.ACCURACY)).isNaN();
  }

  @Test
  void getValue_ownMetrics_areTheReports() {
    ClassificationEvaluation evaluation = evaluated(0, N, 10);
    ClassificationReport report = evaluation.report("test");
    assertThat(evaluation.getValue(ClassificationMetric.ACCURACY)).isEqualTo(report.accuracy());
    assertThat(evaluation.getValue(ClassificationMetric.MACRO_F1)).isEqualTo(report.macroF1());
    assertThat(evaluation.getValue(ClassificationMetric.LOG_LOSS)).isEqualTo(report.logLoss());
    assertThat(ClassificationMetric.LOG_LOSS.minimize()).isTrue();
    assertThat(ClassificationMetric.MCC.minimize()).isFalse();
  }

  /** DL4J's F1 of the same name is another number. */
  @Test
  void getValue_metricOfDl4j_isRefused() {
    assertThatThrownBy(() -> evaluated(0, N, 10).getValue(Evaluation.Metric.F1))
        .hasMessageStartingWith("metric must be one of [ACCURACY,")
        .hasMessageEndingWith("but was F1 of Evaluation");
  }

  @Test
  void stats_ofSamples_showsIntervalAndUndefined() {
    String text = evaluated(0, N, 10).stats();
    assertThat(text).contains("50 samples").contains("95 %");
    assertThat(text.lines().filter(line -> line.endsWith("  c")))
        .singleElement()
        .asString()
        .contains("undefined");
  }

  @Test
  void json_andSerialisation_keepTheState() throws IOException, ClassNotFoundException {
    ClassificationEvaluation evaluation = evaluated(0, N, 10);
    assertThat(ClassificationEvaluation.fromJson(evaluation.toJson()).toJson())
        .isEqualTo(evaluation.toJson());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(evaluation);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(((ClassificationEvaluation) in.readObject()).toJson())
          .isEqualTo(evaluation.toJson());
    }
  }

  private static INDArray row(double... values) {
    return Nd4j.create(new double[][] {values});
  }

  @Test
  void eval_mask_isRefused() {
    ClassificationEvaluation evaluation = new ClassificationEvaluation(LABELS);
    assertThatThrownBy(() -> evaluation.eval(row(1, 0, 0), row(1, 0, 0), Nd4j.ones(1, 1)))
        .hasMessageStartingWith("a batch must have no label mask");
  }

  @Test
  void eval_timeSeries_isRefused() {
    ClassificationEvaluation evaluation = new ClassificationEvaluation(LABELS);
    assertThatThrownBy(() -> evaluation.eval(Nd4j.ones(2, 3, 4), Nd4j.ones(2, 3, 4)))
        .hasMessageContaining("labels must have shape [batch, 3]");
  }

  @Test
  void eval_smoothedLabel_isRefusedByName() {
    ClassificationEvaluation evaluation = new ClassificationEvaluation(LABELS);
    assertThatThrownBy(
            () -> evaluation.eval(row(0.9, 0.05, 0.05), row(1, 0, 0), List.of("dog 7.jpg")))
        .hasMessageStartingWith("label of 'dog 7.jpg' must be one-hot, but was [0.9");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -0.5, 3})
  void eval_scoreThatIsNoProbability_isRefusedByName(double score) {
    ClassificationEvaluation evaluation = new ClassificationEvaluation(LABELS);
    assertThatThrownBy(() -> evaluation.eval(row(1, 0, 0), row(score, 0, 0), List.of("dog 7.jpg")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'dog 7.jpg'");
  }

  /** What DL4J counts itself on the same outputs. */
  @Test
  void stock_ofOurCounts_equalsDl4jsOwn() {
    Evaluation own = graph.doEvaluation(batches(0, N, 10), new Evaluation(LABELS.names()))[0];
    Evaluation made = StockEvaluation.of(evaluated(0, N, 10).report("test").confusion());
    assertThat(made.getConfusion()).isEqualTo(own.getConfusion());
    assertThat(made.accuracy()).isEqualTo(own.accuracy());
    assertThat(made.truePositives()).isEqualTo(own.truePositives());
    assertThat(made.falsePositives()).isEqualTo(own.falsePositives());
    assertThat(made.falseNegatives()).isEqualTo(own.falseNegatives());
    assertThat(made.trueNegatives()).isEqualTo(own.trueNegatives());
    assertThat(made.getNumRowCounter()).isEqualTo(N);
    assertThat(made.getLabelsList()).containsExactly("a", "b", "c");
    assertThat(made.f1()).isEqualTo(own.f1());
    assertThat(made.stats()).isEqualTo(own.stats());
  }

  @Test
  void stock_moreSamplesThanAnInt_isRefused() {
    long[][] counts = {{1L << 31, 0, 0}, {0, 0, 0}, {0, 0, 0}};
    assertThatThrownBy(
            () -> StockEvaluation.of(org.graft4j.eval.ConfusionMatrix.of(LABELS, counts)))
        .hasMessage("samples must be at most 2147483647 for DL4J, but were 2147483648");
  }
}
