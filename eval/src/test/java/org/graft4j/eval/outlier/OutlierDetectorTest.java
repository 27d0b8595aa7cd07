package org.graft4j.eval.outlier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.ImageItem;
import org.graft4j.data.InputSpec;
import org.graft4j.data.LabelMap;
import org.graft4j.data.ResizeRule;
import org.graft4j.data.Seed;
import org.graft4j.eval.Evaluator;
import org.graft4j.eval.PredictionTable;
import org.graft4j.model.Decision;
import org.graft4j.model.Provenance;
import org.graft4j.model.TrainedModel;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** A classifier of reddish and bluish pictures, whose features are mean colours. */
class OutlierDetectorTest {
  private static final InputSpec INPUT =
      new InputSpec(
          8,
          8,
          new ResizeRule.Squash(),
          InputSpec.ChannelOrder.RGB,
          List.of(0.5, 0.5, 0.5),
          List.of(0.25, 0.25, 0.25));
  private static final LabelMap LABELS = LabelMap.of(List.of("red", "blue"));

  @TempDir static Path folder;
  private static List<ImageItem> training;
  private static List<ImageItem> own;
  private static List<ImageItem> green;
  private static TrainedModel model;

  @BeforeAll
  static void draw() throws Exception {
    training = pictures("train", 60, false);
    own = pictures("own", 40, false);
    green = pictures("green", 20, true);
    ComputationGraph graph = graph(Activation.SOFTMAX);
    graph.setParam(
        "out_W",
        Nd4j.create(new double[][] {{4, -4}, {0, 0}, {-4, 4}})
            .castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT));
    graph.setParam("out_b", Nd4j.create(new float[][] {{0.5f, -0.25f}}));
    model = new TrainedModel(graph, INPUT, LABELS, new Provenance(Map.of()));
  }

  private static ComputationGraph graph(Activation last) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.convolutional(8, 8, 3))
                .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "in")
                .addLayer(
                    "out",
                    new OutputLayer.Builder(
                            last == Activation.SOFTMAX
                                ? LossFunctions.LossFunction.MCXENT
                                : LossFunctions.LossFunction.XENT)
                        .nOut(2)
                        .activation(last)
                        .build(),
                    "pool")
                .setOutputs("out")
                .build());
    RngState.keeping(() -> graph.init());
    return graph;
  }

  private static List<ImageItem> pictures(String name, int n, boolean outlying) throws Exception {
    Files.createDirectories(folder.resolve(name));
    RandomGenerator random = Seed.of(4).stream(name);
    List<ImageItem> items = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int high = 170 + random.nextInt(60);
      int low = 30 + random.nextInt(60);
      int middle = 90 + random.nextInt(30);
      Color colour = i % 2 == 0 ? new Color(high, middle, low) : new Color(low, middle, high);
      BufferedImage picture = new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = picture.createGraphics();
      graphics.setColor(outlying ? new Color(low, 255, low) : colour);
      graphics.fillRect(0, 0, 9, 9);
      graphics.dispose();
      Path file = folder.resolve(name).resolve(i + ".png");
      ImageIO.write(picture, "png", file.toFile());
      items.add(new ImageItem(file, name + "/" + i + ".png", i % 2));
    }
    return items;
  }

  private static OutlierSeparation separation(OutlierScore score, List<ImageItem> others) {
    OutlierDetector detector = OutlierDetector.fit(model, training);
    return OutlierSeparation.of(
        score, detector.scores(own).get(score), detector.scores(others).get(score));
  }

  @Test
  void mahalanobis_coloursNeverSeen_areFound() {
    OutlierSeparation found = separation(OutlierScore.MAHALANOBIS, green);
    assertThat(found.rocArea().value().orElseThrow()).isGreaterThan(0.99);
    assertThat(found.missed().value()).hasValue(0);
  }

  /** The null case: other pictures of the same kind are no outliers. */
  @Test
  void mahalanobis_picturesOfItsOwnKind_areNotToldApart() throws Exception {
    OutlierSeparation same = separation(OutlierScore.MAHALANOBIS, pictures("more", 40, false));
    assertThat(same.rocArea().interval().orElseThrow().low()).isLessThan(0.5);
    assertThat(same.rocArea().interval().orElseThrow().high()).isGreaterThan(0.5);
  }

  /** The logits that are computed beside the network must be the network's. */
  @Test
  void maxProbability_anyPicture_isOneLessTheNetworksOwn() {
    PredictionTable table = Evaluator.classification().predictions(model, green);
    double[] scores = OutlierDetector.of(model).scores(green).get(OutlierScore.MAX_PROBABILITY);
    for (int i = 0; i < scores.length; i++) {
      assertThat(scores[i]).isCloseTo(1 - table.confidence(i), within(1e-5));
    }
  }

  /** A shift of all logits changes no probability, but the energy. */
  @Test
  void energy_shiftedLogits_movesByTheShift() {
    double[] before = OutlierDetector.of(model).scores(own).get(OutlierScore.ENERGY);
    ComputationGraph shifted = model.graph().clone();
    shifted.setParam("out_b", Nd4j.create(new float[][] {{3.5f, 2.75f}}));
    TrainedModel other = new TrainedModel(shifted, INPUT, LABELS, model.provenance());
    double[] after = OutlierDetector.of(other).scores(own).get(OutlierScore.ENERGY);
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i]).isCloseTo(before[i] - 3, within(1e-6));
    }
  }

  @Test
  void logSum_hugeLogits_isFinite() {
    assertThat(OutlierDetector.logSum(new double[] {1000, 1000}))
        .isCloseTo(1000 + Math.log(2), within(1e-9));
  }

  @Test
  void scores_withoutTrainingPictures_areThoseThatNeedNone() {
    assertThat(OutlierDetector.of(model).scores())
        .containsExactly(OutlierScore.MAX_PROBABILITY, OutlierScore.ENERGY);
    assertThat(OutlierDetector.of(model).scores(own).keySet())
        .containsExactly(OutlierScore.MAX_PROBABILITY, OutlierScore.ENERGY);
  }

  @Test
  void scores_temperature_playsNoPart() {
    TrainedModel hot = model.withDecision(new Decision(5, Optional.empty(), "plain"));
    assertThat(OutlierDetector.of(hot).scores(own).get(OutlierScore.MAX_PROBABILITY))
        .containsExactly(OutlierDetector.of(model).scores(own).get(OutlierScore.MAX_PROBABILITY));
  }

  @Test
  void of_networkThatEndsOtherwise_isRefused() {
    TrainedModel sigmoid =
        new TrainedModel(graph(Activation.SIGMOID), INPUT, LABELS, model.provenance());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OutlierDetector.of(sigmoid))
        .withMessageContaining("dense output layer with softmax", "'out'");
    ComputationGraph loss =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.convolutional(8, 8, 3))
                .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "in")
                .addLayer("act", new ActivationLayer(Activation.IDENTITY), "pool")
                .addLayer(
                    "out", new LossLayer.Builder().activation(Activation.SOFTMAX).build(), "act")
                .setOutputs("out")
                .build());
    RngState.keeping(() -> loss.init());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> OutlierDetector.of(new TrainedModel(loss, INPUT, LABELS, model.provenance())))
        .withMessageContaining("dense output layer with softmax");
  }

  @Test
  void scores_noPictures_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OutlierDetector.of(model).scores(List.of()))
        .withMessage("items must hold pictures, but held none");
  }
}
