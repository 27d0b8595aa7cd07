package org.graft4j.eval.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.bundle.ImageClassifier;
import org.graft4j.bundle.LabelProbability;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.InputSpec;
import org.graft4j.data.ResizeRule;
import org.graft4j.data.Seed;
import org.graft4j.data.TestTimeViews;
import org.graft4j.data.synthetic.DrawnFolder;
import org.graft4j.data.synthetic.DrawnTask;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.Evaluator;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.Tempering;
import org.graft4j.eval.report.RunReport;
import org.graft4j.eval.report.RunResult;
import org.graft4j.model.Decision;
import org.graft4j.model.Provenance;
import org.graft4j.model.TrainedModel;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;

/** What evaluation and the classifier make of one decision. */
class EvaluatedDecisionTest {
  private static final InputSpec INPUT =
      new InputSpec(
          16,
          16,
          new ResizeRule.Squash(),
          InputSpec.ChannelOrder.RGB,
          List.of(0.5, 0.5, 0.5),
          List.of(0.25, 0.25, 0.25));

  @TempDir static Path folder;
  private static ImageFolder pictures;
  private static TrainedModel model;

  /** Softmax of the brightest colours: good enough to be right now and then. */
  @BeforeAll
  static void draw() throws Exception {
    DrawnFolder.write(
        DrawnTask.target(), folder.resolve("p"), Map.of("train", 2, "test", 1), 32, Seed.of(1));
    pictures = ImageFolder.scan(folder.resolve("p"));
    int classes = pictures.labels().size();
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.convolutional(16, 16, 3))
                .addLayer("pool", new GlobalPoolingLayer.Builder().build(), "in")
                .addLayer(
                    "out",
                    new OutputLayer.Builder().nOut(classes).activation(Activation.SOFTMAX).build(),
                    "pool")
                .setOutputs("out")
                .build());
    RngState.keeping(() -> graph.init());
    model = new TrainedModel(graph, INPUT, pictures.labels(), new Provenance(Map.of()));
  }

  private static TrainedModel at(double temperature) {
    return model.withDecision(new Decision(temperature, Optional.empty(), "plain"));
  }

  @Test
  void predictions_modelWithTemperature_areWhatItsClassifierSays() throws Exception {
    PredictionTable table = Evaluator.classification().predictions(at(0.3), pictures.items());
    try (ImageClassifier classifier = ImageClassifier.of(at(0.3))) {
      for (int i = 0; i < table.size(); i++) {
        for (LabelProbability entry :
            classifier.classify(pictures.items().get(i).file(), 100).top()) {
          assertThat(table.probability(i, entry.index()))
              .isCloseTo(entry.probability(), within(1e-5));
        }
      }
    }
  }

  /** The page tells the temperature of the probabilities, not that of some model. */
  @Test
  void evaluate_temperature_isThatOfTheProbabilities() throws Exception {
    Evaluator plain = Evaluator.classification();
    ClassificationReport own = plain.evaluate(model, pictures.items());
    ClassificationReport scaled = plain.evaluate(at(5), pictures.items());
    assertThat(own.temperature()).isEqualTo(1);
    assertThat(own.tempering()).isEmpty();
    assertThat(scaled.temperature()).isEqualTo(5);
    assertThat(scaled.tempering()).contains(new Tempering(5, false, own.reliability()));
    assertThat(ClassificationReport.fromJson(scaled.toJson(true))).isEqualTo(scaled);
    assertThat(plain.countsOnly().evaluate(at(5), pictures.items()).tempering())
        .isEqualTo(scaled.tempering());

    ClassificationReport mirrored =
        plain.withViews(TestTimeViews.mirrored()).evaluate(at(5), pictures.items());
    assertThat(mirrored.temperature()).isEqualTo(1);
    assertThat(page(scaled)).contains("After the temperature 5.000");
    assertThat(page(mirrored)).contains("Reliability").doesNotContain("After the temperature");
  }

  private static String page(ClassificationReport report) {
    return RunReport.of("Evaluation", new RunResult("run", 1, report, List.of())).build().toHtml();
  }

  @Test
  void evaluate_temperature_changesTheLossAndNoPrediction() {
    var own = Evaluator.classification().evaluate(model, pictures.items());
    var scaled = Evaluator.classification().evaluate(at(5), pictures.items());
    assertThat(scaled.confusion()).isEqualTo(own.confusion());
    assertThat(scaled.logLoss()).isNotCloseTo(own.logLoss(), within(1e-3));
  }

  @Test
  void predictions_otherViews_areAtTemperatureOne() {
    Evaluator mirrored = Evaluator.classification().withViews(TestTimeViews.mirrored());
    PredictionTable own = mirrored.predictions(model, pictures.items());
    PredictionTable scaled = mirrored.predictions(at(5), pictures.items());
    assertThat(scaled.probabilities(0)).containsExactly(own.probabilities(0));
  }

  /** Any positive numbers have a softmax of logarithms: it must not hide that these are none. */
  @Test
  void predictions_networkThatGivesNoProbabilities_isRefusedAtAnyTemperature() {
    ComputationGraph broken = model.graph().clone();
    broken.setParam(
        "out_W", Nd4j.valueArrayOf(new long[] {3, pictures.labels().size()}, Float.NaN));
    TrainedModel bad = new TrainedModel(broken, INPUT, pictures.labels(), model.provenance());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Evaluator.classification()
                    .predictions(
                        bad.withDecision(new Decision(2, Optional.empty(), "plain")),
                        pictures.items()))
        .withMessageContaining("scores of '");
  }
}
