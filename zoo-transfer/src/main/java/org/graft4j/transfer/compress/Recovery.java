package org.graft4j.transfer.compress;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Augmentation;
import org.graft4j.data.BatchSource;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.PictureBatches;
import org.graft4j.data.Seed;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.TrainedModel;
import org.graft4j.train.Optimizer;
import org.graft4j.train.Schedule;
import org.graft4j.train.TrainingListener;
import org.graft4j.train.TrainingLoop;
import org.graft4j.train.TrainingSettings;
import org.graft4j.train.objective.Constraint;
import org.graft4j.train.objective.CrossEntropy;
import org.graft4j.train.objective.Objective;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains what pruning has left of a model, head and all, at one low rate: AdamW with a decay of
 * 0.01, cosine with warm-up, batch norms on their statistics. Weights that are zero stay zero.
 *
 * <p>The same seed, data and settings give the same bytes.
 *
 * @param epochs positive
 * @param learningRate positive
 * @param batchSize positive
 * @param seed of the order of the pictures
 */
public record Recovery(int epochs, double learningRate, int batchSize, Seed seed) {
  /** Of {@link #of}. */
  public static final double RATE = 1e-4;

  private static final double DECAY = 0.01;
  private static final int BATCH = 32;

  public Recovery {
    if (epochs <= 0) {
      throw new IllegalArgumentException("epochs must be positive, but was " + epochs);
    }
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "learningRate must be positive and finite, but was " + learningRate);
    }
    if (batchSize <= 0) {
      throw new IllegalArgumentException("batchSize must be positive, but was " + batchSize);
    }
  }

  /** At a rate of 1e-4, in batches of 32. */
  public static Recovery of(int epochs, Seed seed) {
    return new Recovery(epochs, RATE, BATCH, seed);
  }

  /** At another highest rate. */
  public Recovery atRate(double value) {
    return new Recovery(epochs, value, batchSize, seed);
  }

  /**
   * The model trained on; the given one is not changed. What was done is told by its {@link
   * CompressionHistory}; its decision is {@linkplain org.graft4j.model.Decision#PLAIN plain}, since
   * temperature and abstention were fitted to other probabilities.
   *
   * @param split of the model's labels; the validation part, if there is one, is scored after each
   *     epoch
   * @throws IllegalArgumentException if the split has other labels, or no training pictures
   * @throws java.io.UncheckedIOException if a picture cannot be read
   */
  public TrainedModel train(TrainedModel model, DatasetSplit split, TrainingListener listener) {
    if (!split.labels().equals(model.labels())) {
      throw new IllegalArgumentException(
          "the split's labels must be the model's, but were "
              + split.labels()
              + " and "
              + model.labels());
    }
    if (split.train().isEmpty()) {
      throw new IllegalArgumentException("split must have training pictures, but has none");
    }
    ComputationGraph graph = GraphEdits.withFixedStatistics(model.graph(), vertex -> true);
    List<LayerWeights> layers = LayerWeights.of(graph);
    Map<String, INDArray> masks = ZeroWeights.in(layers).masks(layers);
    Constraint zeros = (parameters, progress) -> ZeroWeights.hold(masks, parameters);
    @Nullable BatchSource validation =
        split.validation().isEmpty()
            ? null
            : PictureBatches.evaluation(
                split.validation(), split.labels(), model.input(), batchSize);
    BatchSource data =
        PictureBatches.training(
            split.train(), split.labels(), model.input(), batchSize, Augmentation.NONE, seed);
    try {
      TrainingLoop.train(
          graph,
          TrainingSettings.of(data, epochs, learningRate)
              .stage("fine-tuning", 0)
              .validation(validation)
              .optimizer(Optimizer.adamW(DECAY))
              .schedule(Schedule.cosine())
              .seed(seed)
              .objective(new Objective(CrossEntropy.plain(), List.of(), List.of(), List.of(zeros)))
              .listener(listener)
              .build());
    } finally {
      masks.values().forEach(INDArray::close);
    }
    return CompressionHistory.changed(
        model,
        GraphEdits.withStockLayers(graph),
        this + ", on " + split.train().size() + " pictures");
  }

  @Override
  public String toString() {
    return "fine-tuning of "
        + epochs
        + (epochs == 1 ? " epoch, rate " : " epochs, rate ")
        + learningRate
        + ", batch "
        + batchSize
        + ", seed "
        + seed.value();
  }
}
