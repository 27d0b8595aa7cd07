package org.graft4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.model.Head;
import org.graft4j.model.LayerGroups;
import org.graft4j.model.Provenance;
import org.graft4j.model.TrainedModel;
import org.graft4j.runtime.RngState;
import org.graft4j.train.Optimizer;
import org.graft4j.transfer.distill.Distillation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What a student learns from its teacher, where the right answer is known. */
class TeachingTest {
  @TempDir static Path folder;

  /** Blue, green and red pictures, four of each. */
  private static DatasetSplit colours() throws IOException {
    List<String> names = List.of("blue", "green", "red");
    for (int colour = 0; colour < names.size(); colour++) {
      Path of = Files.createDirectories(folder.resolve("colours").resolve(names.get(colour)));
      for (int shade = 0; shade < 4; shade++) {
        int from = 200 + 10 * shade;
        int places = 8 * colour;
        write(of.resolve(shade + ".png"), i -> (from + i % 10) << places);
      }
    }
    ImageFolder all = ImageFolder.scan(folder.resolve("colours"));
    return new DatasetSplit(all.labels(), all.items(), List.of(), List.of());
  }

  private static void write(Path file, IntUnaryOperator colour) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    BufferedImage picture = new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 400; i++) {
      picture.setRGB(i % 20, i / 20, colour.applyAsInt(i));
    }
    ImageIO.write(picture, "png", file.toFile());
  }

  /** Knows a colour by its channel; with a sureness of hundreds its answers are one-hot. */
  private static TrainedModel knows(DatasetSplit split, double sureness) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.convolutional(SmallTask.SIZE, SmallTask.SIZE, 3))
                .addLayer("mean", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "input")
                .addLayer(
                    "channel",
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(3)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "mean")
                .setOutputs("channel")
                .build());
    RngState.keeping((Runnable) graph::init);
    graph.getParam("channel_W").assign(0);
    for (int channel = 0; channel < 3; channel++) {
      graph.getParam("channel_W").putScalar(channel, 2 - channel, sureness);
    }
    return new TrainedModel(
        graph,
        SmallTask.backbone(1).input(),
        split.labels(),
        new Provenance(Map.of("teacher", "by hand")));
  }

  /** A teacher that is sure and right says what the labels say: Hinton's loss is the plain one. */
  @Test
  void fit_withTeacherThatIsSureAndRight_isPlainTraining() throws Exception {
    DatasetSplit split = colours();
    FineTuner.Builder[] runs = new FineTuner.Builder[2];
    for (int run = 0; run < 2; run++) {
      runs[run] =
          FineTuner.of(SmallTask.backbone(3))
              .head(Head.linear(split.labels()))
              .plan(
                  new FineTunePlan(
                      List.of(new Stage("all", new Scope.All(), 3, LearningRates.uniform(1e-2)))))
              .optimizer(Optimizer.sgd(0.9))
              .batchSize(5);
    }
    runs[1].method(Distillation.from(knows(split, 200)).softTargets(1, 1).build());

    ComputationGraph plain = runs[0].build().fit(split).graph();
    ComputationGraph taught = runs[1].build().fit(split).graph();

    Map<String, INDArray> before = SmallTask.copy(SmallTask.backbone(3).graph());
    assertThat(taught.getParam("conv1_W").distance2(before.get("conv1_W"))).isGreaterThan(1e-3);
    plain
        .paramTable()
        .forEach(
            (name, values) ->
                assertThat(taught.getParam(name).dup('c').data().asDouble())
                    .as(name)
                    .containsExactly(values.dup('c').data().asDouble(), within(1e-6)));
  }

  /**
   * Three labelled pictures a class say little of where one class ends, and a teacher that knows
   * says of each picture how near it is.
   */
  @Test
  void fit_withFewLabelsAndAGoodTeacher_isBetterThanWithout() throws Exception {
    for (int draw = 0; draw < 3; draw++) {
      DatasetSplit split = shades(draw);
      double plain = accuracy(student(split), split);
      double taught =
          accuracy(
              student(split).method(Distillation.from(knows(split, 1)).softTargets(1, 1).build()),
              split);
      assertThat(taught).isGreaterThanOrEqualTo(0.98).isGreaterThan(plain);
    }
  }

  /** Pictures of one colour each, by the channel that is brightest: 3 a class to learn from. */
  private static DatasetSplit shades(int draw) throws IOException {
    Path root = folder.resolve("shades" + draw);
    RandomGenerator random = Seed.of(draw).stream("shades");
    int[] made = new int[3];
    while (made[0] < 30 || made[1] < 30 || made[2] < 30) {
      int[] rgb = {random.nextInt(256), random.nextInt(256), random.nextInt(256)};
      int brightest = rgb[0] > rgb[1] ? (rgb[0] > rgb[2] ? 0 : 2) : rgb[1] > rgb[2] ? 1 : 2;
      String name = List.of("red", "green", "blue").get(brightest);
      int number = made[brightest]++;
      Path of = root.resolve(number < 3 ? "train" : "val").resolve(name);
      write(of.resolve(number + ".png"), i -> rgb[0] << 16 | rgb[1] << 8 | rgb[2]);
    }
    return ImageFolder.scan(root).givenSplit().orElseThrow();
  }

  private static FineTuner.Builder student(DatasetSplit split) {
    Backbone colour =
        new Backbone(
            "custom",
            knows(split, 0).graph(),
            SmallTask.backbone(1).input(),
            LayerGroups.of(Map.of("mean", Set.of("mean"))),
            "mean",
            3,
            Optional.empty());
    return FineTuner.of(colour)
        .head(Head.linear(split.labels()))
        .plan(FineTunePlan.linearProbe(80).withRatesTimes(10));
  }

  private static double accuracy(FineTuner.Builder tuner, DatasetSplit split) throws IOException {
    FineTuneResult result = tuner.build().fit(split);
    Double accuracy = result.history().get(result.history().size() - 1).validationAccuracy();
    assertThat(accuracy).isNotNull();
    return accuracy;
  }
}
