package org.graft4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.graft4j.data.BatchSource;
import org.graft4j.data.Seed;
import org.graft4j.runtime.Acceleration;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class TrainingLoopTest {

  private static TrainingSettings.Builder settings(int epochs) {
    return TrainingSettings.of(Toy.data(33, 1), epochs, 0.02)
        .validation(Toy.data(20, 2))
        .seed(Seed.of(3));
  }

  @Test
  void train_onSeparableData_learns() {
    ComputationGraph graph = Toy.network();
    List<EpochRecord> history = TrainingLoop.train(graph, settings(15).build());
    assertThat(history).hasSize(15);
    assertThat(history.get(14).validationAccuracy()).isGreaterThan(0.85);
    assertThat(history.get(14).trainLoss()).isLessThan(history.get(0).trainLoss());
  }

  @Test
  void train_twiceWithOneSeed_givesTheSameBytes() {
    ComputationGraph first = Toy.network();
    ComputationGraph second = Toy.network();
    TrainingLoop.train(first, settings(3).build());
    TrainingLoop.train(second, settings(3).build());
    assertThat(second.params().toFloatVector()).isEqualTo(first.params().toFloatVector());
  }

  @Test
  void train_withDropout_leavesTheGeneratorAlone() {
    RngState before = RngState.capture();
    TrainingLoop.train(Toy.network(), settings(1).build());
    assertThat(RngState.capture()).isEqualTo(before);
  }

  /** Its accelerated gradient is wrong, and nothing but the numbers would show it. */
  @Test
  void train_averageOverCountedPadding_isRefused() {
    Acceleration.enable();
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.convolutional(8, 8, 3))
                .addLayer(
                    "pool",
                    new SubsamplingLayer.Builder(PoolingType.AVG)
                        .kernelSize(3, 3)
                        .padding(1, 1)
                        .avgPoolIncludePadInDivisor(true)
                        .build(),
                    "in")
                .addLayer(
                    "out",
                    new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build(),
                    "pool")
                .setOutputs("out")
                .build());
    RngState.keeping(() -> graph.init());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingLoop.train(graph, settings(1).build()))
        .withMessageContaining("'pool'");
  }

  /** Dropout, Adam's moments, batch-norm statistics and the schedule all go on where they were. */
  @Test
  void train_stoppedAfterTwoEpochsAndResumed_givesTheBytesOfFour(@TempDir Path folder)
      throws IOException {
    ComputationGraph straight = Toy.network();
    TrainingLoop.train(straight, settings(4).build());

    CheckpointFile file = CheckpointFile.at(folder.resolve("run.checkpoint"));
    List<Integer> done = new ArrayList<>();
    TrainingSettings stopping =
        settings(4)
            .checkpoint(state -> write(file, state))
            .listener(
                event -> {
                  if (event instanceof TrainingEvent.EpochDone e) {
                    done.add(e.record().epoch());
                  }
                })
            .stop(() -> done.size() == 2)
            .build();
    assertThatThrownBy(() -> TrainingLoop.train(Toy.network(), stopping))
        .isInstanceOf(TrainingInterruptedException.class);

    ComputationGraph resumed = Toy.network();
    List<EpochRecord> history =
        TrainingLoop.train(resumed, settings(4).resume(file.read()).build());
    assertThat(resumed.params().toFloatVector()).isEqualTo(straight.params().toFloatVector());
    assertThat(history).extracting(EpochRecord::epoch).containsExactly(1, 2, 3, 4);
  }

  @Test
  void train_interruptedWithinAnEpoch_goesOnFromTheLastCheckpoint(@TempDir Path folder)
      throws IOException {
    ComputationGraph straight = Toy.network();
    TrainingLoop.train(straight, settings(3).build());

    CheckpointFile file = CheckpointFile.at(folder.resolve("run.checkpoint"));
    int[] batches = {0};
    TrainingSettings stopping =
        settings(3).checkpoint(state -> write(file, state)).stop(() -> ++batches[0] == 10).build();
    assertThatThrownBy(() -> TrainingLoop.train(Toy.network(), stopping))
        .isInstanceOf(TrainingInterruptedException.class)
        .hasMessageContaining("epoch 2");

    ComputationGraph resumed = Toy.network();
    TrainingLoop.train(resumed, settings(3).resume(file.read()).build());
    assertThat(resumed.params().toFloatVector()).isEqualTo(straight.params().toFloatVector());
  }

  @Test
  void train_withFrozenLayers_leavesThemBitForBit() {
    ComputationGraph graph =
        RngState.keeping(
            () ->
                new TransferLearning.GraphBuilder(Toy.network())
                    .fineTuneConfiguration(
                        new FineTuneConfiguration.Builder().updater(new Sgd()).seed(1).build())
                    .setFeatureExtractor("norm")
                    .build());
    assertThat(graph.getLayer("norm")).isInstanceOf(FrozenLayer.class);
    float[] hidden = graph.getLayer("hidden").params().toFloatVector();
    float[] norm = graph.getLayer("norm").params().toFloatVector();
    float[] out = graph.getLayer("out").params().toFloatVector();

    TrainingLoop.train(graph, settings(2).build());

    assertThat(graph.getLayer("hidden").params().toFloatVector()).isEqualTo(hidden);
    assertThat(graph.getLayer("norm").params().toFloatVector()).isEqualTo(norm);
    assertThat(graph.getLayer("out").params().toFloatVector()).isNotEqualTo(out);
  }

  @Test
  void train_withEarlyStopping_keepsTheBestEpochsWeights() {
    ComputationGraph graph = Toy.network();
    List<TrainingEvent> events = new ArrayList<>();
    // A rate that overshoots, so that the loss rises again.
    TrainingSettings overshooting =
        TrainingSettings.of(Toy.data(33, 1), 40, 0.5)
            .schedule(Schedule.constant())
            .validation(Toy.data(20, 2))
            .earlyStopping(EarlyStopping.after(3))
            .listener(events::add)
            .build();
    List<EpochRecord> history = TrainingLoop.train(graph, overshooting);

    double best = history.stream().mapToDouble(EpochRecord::validationLoss).min().orElseThrow();
    assertThat(history).hasSizeLessThan(40);
    assertThat(events.get(events.size() - 1)).isInstanceOf(TrainingEvent.BestEpochRestored.class);
    assertThat(ValidationScore.measure(graph, Toy.data(20, 2), "train", 1).loss()).isEqualTo(best);
  }

  @Test
  void train_onNaN_stopsAndNamesTheFiles() {
    BatchSource poisoned = poisoned(Toy.data(12, 1));
    assertThatThrownBy(
            () -> TrainingLoop.train(Toy.network(), TrainingSettings.of(poisoned, 2, 0.1).build()))
        .isInstanceOf(TrainingDivergedException.class)
        .hasMessageContaining("NaN")
        .hasMessageContaining("item-0")
        .hasMessageContaining("lower the learning rate");
  }

  /** The loop reads features and labels alone: a masked example would count like any other. */
  @Test
  void train_batchWithAMask_isRefused() {
    BatchSource masked = changed(Toy.data(12, 1), TrainingLoopTest::mask);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> TrainingLoop.train(Toy.network(), TrainingSettings.of(masked, 1, 0.1).build()))
        .withMessage(
            "the batch that begins with 'item-0' must have no masks, but has some, which are not"
                + " read here: leave out what they hide");
  }

  @Test
  void train_validationBatchWithAMask_isRefused() {
    BatchSource masked = changed(Toy.data(12, 1), TrainingLoopTest::mask);
    TrainingSettings settings =
        TrainingSettings.of(Toy.data(12, 1), 1, 0.1).validation(masked).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingLoop.train(Toy.network(), settings))
        .withMessageContaining("'item-0' must have no masks");
  }

  @Test
  void train_maskedBatchWithoutIds_isRefused() {
    BatchSource masked =
        changed(
            Toy.data(12, 1),
            batch -> {
              mask(batch);
              batch.setExampleMetaData(null);
            });
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> TrainingLoop.train(Toy.network(), TrainingSettings.of(masked, 1, 0.1).build()))
        .withMessageStartingWith("a batch without ids must have no masks");
  }

  private static void mask(DataSet batch) {
    batch.setLabelsMaskArray(Nd4j.ones(batch.numExamples(), 1));
  }

  @Test
  void resume_intoAnotherNetwork_isRefused() {
    List<Checkpoint> states = new ArrayList<>();
    TrainingLoop.train(Toy.network(), settings(1).checkpoint(states::add).build());
    Checkpoint state = states.get(0);
    Checkpoint other =
        new Checkpoint(
            state.settings(),
            state.stage(),
            state.epoch(),
            false,
            0,
            state.history(),
            state.steps(),
            java.util.Map.of());
    assertThatThrownBy(() -> TrainingLoop.train(Toy.network(), settings(2).resume(other).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hidden_W");
  }

  @Test
  void read_ofATruncatedCheckpoint_saysWhatToDo(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("run.checkpoint");
    CheckpointFile file = CheckpointFile.at(path);
    TrainingLoop.train(Toy.network(), settings(1).checkpoint(state -> write(file, state)).build());
    byte[] bytes = Files.readAllBytes(path);
    Files.write(path, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(file::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged")
        .hasMessageContaining("start again");
  }

  private static void write(CheckpointFile file, Checkpoint state) {
    try {
      file.write(state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BatchSource poisoned(BatchSource source) {
    return changed(source, batch -> batch.getFeatures().putScalar(0, 0, Float.NaN));
  }

  /** The same batches, the first of them changed. */
  private static BatchSource changed(BatchSource source, Consumer<DataSet> change) {
    return new BatchSource() {
      @Override
      public DataSetIterator epoch(int epoch) {
        List<DataSet> all = new ArrayList<>();
        source.epoch(epoch).forEachRemaining(all::add);
        change.accept(all.get(0));
        return new ExistingDataSetIterator(all);
      }

      @Override
      public int examples() {
        return source.examples();
      }

      @Override
      public int batches() {
        return source.batches();
      }
    };
  }
}
