package org.graft4j.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.graft4j.data.Augmentation;
import org.graft4j.data.BatchMixing;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.Sampling;
import org.graft4j.data.Seed;
import org.graft4j.features.FeatureCache;
import org.graft4j.features.Precision;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.Head;
import org.graft4j.model.TrainedModel;
import org.graft4j.train.EarlyStopping;
import org.graft4j.train.GradientRules;
import org.graft4j.train.Optimizer;
import org.graft4j.train.RateCurve;
import org.graft4j.train.RateRange;
import org.graft4j.train.Schedule;
import org.graft4j.train.TrainingListener;
import org.graft4j.train.UnappliedSettings;
import org.graft4j.train.WeightAveraging;
import org.graft4j.train.objective.CrossEntropy;
import org.graft4j.train.objective.Loss;
import org.jspecify.annotations.Nullable;

/**
 * Grafts a new head onto a backbone and trains it by a plan.
 *
 * <p>The backbone's graph is not changed. Frozen layers keep their parameters and statistics bit
 * for bit. The same seed, data and settings give the same bytes, for any number of threads that
 * decode pictures and also over an interruption; another processor, or another number of OpenMP
 * threads ({@code OMP_NUM_THREADS}), rounds sums otherwise.
 *
 * <pre>{@code
 * FineTuneResult run = FineTuner.of(backbone)
 *     .head(Head.linear(folder.labels()))
 *     .plan(FineTunePlan.linearProbe(20))
 *     .build()
 *     .fit(split);
 * }</pre>
 */
public final class FineTuner {
  private final Backbone backbone;
  private final FineTuneSettings settings;

  private FineTuner(Backbone backbone, FineTuneSettings settings) {
    this.backbone = backbone;
    this.settings = settings;
  }

  /** Starts with the defaults: linear probe of 20 epochs, AdamW, cosine schedule, batches of 32. */
  public static Builder of(Backbone backbone) {
    return new Builder(backbone);
  }

  /**
   * Trains on the train part; the validation part, if there is one, is scored after each epoch.
   *
   * @throws IllegalArgumentException if the split has other labels than the head, a class without
   *     training items, or no items, or if the mixing does not suit what a stage trains on
   * @throws IOException if a picture cannot be read or a checkpoint not written
   * @throws org.graft4j.train.TrainingDivergedException if the loss is no longer a number
   * @throws org.graft4j.train.TrainingInterruptedException if it was asked to stop
   */
  public FineTuneResult fit(DatasetSplit split) throws IOException {
    requireSuited(split);
    return FineTuneRun.of(backbone, settings, split);
  }

  /**
   * Looks for a learning rate of the plan's last stage: the stages before it are trained as {@link
   * #fit} would, then a growing rate is tried, the rates of backbone and head in the stage's
   * proportion. What a good rate is for {@link FineTunePlan#withRatesTimes} is the suggestion over
   * the stage's own rate of the head.
   *
   * <p>Leaves no trace: neither backbone, nor a later {@link #fit}, nor ND4J's generator, nor the
   * checkpoint file know of it. A {@linkplain Builder#cache cache} of features is filled as fit
   * would fill it.
   *
   * @param range of rates of the head
   * @throws IllegalArgumentException as {@link #fit} does
   * @throws IOException if a picture cannot be read
   * @throws org.graft4j.train.TrainingDivergedException if the loss is no number to begin with
   * @throws org.graft4j.train.TrainingInterruptedException if it was asked to stop
   */
  public RateCurve findRate(DatasetSplit split, RateRange range) throws IOException {
    requireSuited(split);
    return FineTuneRun.rates(backbone, settings, split, range);
  }

  private void requireSuited(DatasetSplit split) {
    if (!split.labels().equals(settings.head().labels())) {
      throw new IllegalArgumentException(
          "the split's labels must be the head's, but were "
              + split.labels()
              + " and "
              + settings.head().labels());
    }
    boolean[] seen = new boolean[split.labels().size()];
    split.train().forEach(item -> seen[item.label()] = true);
    for (int label = 0; label < seen.length; label++) {
      if (!seen[label]) {
        throw new IllegalArgumentException(
            "class '" + split.labels().name(label) + "' has no training pictures");
      }
    }
    if (settings.earlyStopping().isPresent()
        && settings.averaging() instanceof WeightAveraging.Swa) {
      throw new IllegalArgumentException(
          "averaging must not be SWA with early stopping, which may end a stage before any average"
              + " is there: leave one out, or take an EMA");
    }
    if (settings.earlyStopping().isPresent() && split.validation().isEmpty()) {
      throw new IllegalArgumentException(
          "early stopping must have a validation part, but the split has none");
    }
    if (settings.schedule().watchesValidation() && split.validation().isEmpty()) {
      throw new IllegalArgumentException(
          "a schedule that watches the validation loss must have a validation part,"
              + " but the split has none: hold one out, or take another schedule");
    }
  }

  /** Sets what differs from the defaults; the head has none and must be set. */
  public static final class Builder {
    private static final int MOST_VIEWS = 256;

    private final Backbone backbone;
    private @Nullable Head head;
    private @Nullable TrainedModel start;
    private FineTunePlan plan = FineTunePlan.linearProbe(20);
    private Augmentation augmentation = Augmentation.NONE;
    private BatchMixing mixing = BatchMixing.NONE;
    private int views;
    private Optimizer optimizer = Optimizer.adamW(0.01);
    private Schedule schedule = Schedule.cosine();
    private int batchSize = 32;
    private Sampling sampling = Sampling.SHUFFLED;
    private @Nullable Double labelSmoothing;
    private @Nullable Loss loss;
    private final List<TransferMethod> methods = new ArrayList<>();
    private GradientRules gradients = GradientRules.PLAIN;
    private WeightAveraging averaging = WeightAveraging.none();
    private BatchNormPolicy batchNorm = BatchNormPolicy.FROZEN;
    private @Nullable EarlyStopping earlyStopping;
    private Seed seed = Seed.of(42);
    private @Nullable Seed viewSeed;
    private TrainingListener listener = TrainingListener.SILENT;
    private BooleanSupplier stop = () -> false;
    private @Nullable Path checkpoint;
    private boolean resume;
    private @Nullable FeatureCache cache;
    private Precision precision = Precision.FLOAT32;

    private Builder(Backbone backbone) {
      this.backbone = Objects.requireNonNull(backbone);
    }

    /** What to graft on. */
    public Builder head(Head value) {
      this.head = value;
      return this;
    }

    /**
     * Begins with the weights of a trained model of this backbone, trunk and head, in the place of
     * the backbone's own and of a fresh head: to train on, or after it was grown. Its preparation
     * of pictures goes with it; it is not changed.
     *
     * @param model with the head's classes, in any order
     */
    public Builder startingFrom(TrainedModel model) {
      this.start = model;
      return this;
    }

    /** The stages. */
    public Builder plan(FineTunePlan value) {
      this.plan = value;
      return this;
    }

    /** Changes training pictures at random; validation and test pictures never. */
    public Builder augmentation(Augmentation value) {
      this.augmentation = value;
      return this;
    }

    /**
     * Mixes the examples of each training batch, and their labels, say {@code new MixUp(0.2)};
     * validation is never mixed. Default: none.
     *
     * <p>A stage that trains on pictures mixes pictures. One on the features of a frozen part mixes
     * those as they come from the cache, which stays as it is: MixUp is Manifold MixUp then, at the
     * frontier (<a href="https://arxiv.org/abs/1806.05236">arXiv 1806.05236</a>), and CutMix pastes
     * boxes of feature maps; on features that are vectors {@link #fit} refuses it before anything
     * is trained.
     */
    public Builder mixing(BatchMixing value) {
      this.mixing = value;
      return this;
    }

    /**
     * Copies of each picture whose features a stage with a frozen part caches: the plain one, and
     * augmented ones, taken in turn by the epochs; a stage has no more of them than epochs. Without
     * augmentation all would be the same, and there is one. A stage of which a {@linkplain #method
     * method} knows what another network makes of each picture, say a teacher, shows the pictures
     * in such views too, in place of drawing them anew in each epoch: give it as many views as
     * epochs where that is worth its time. Default: 4.
     *
     * @param value 1 to 256
     */
    public Builder views(int value) {
      if (value < 1 || value > MOST_VIEWS) {
        throw new IllegalArgumentException(
            "views must be from 1 to " + MOST_VIEWS + ", but was " + value);
      }
      this.views = value;
      return this;
    }

    /** The rule of the steps. Default: AdamW with a decay of 0.01. */
    public Builder optimizer(Optimizer value) {
      this.optimizer = value;
      return this;
    }

    /** The course of the learning rates in each stage. Default: cosine with warm-up. */
    public Builder schedule(Schedule value) {
      this.schedule = value;
      return this;
    }

    /** Pictures in a step. Default 32. */
    public Builder batchSize(int value) {
      if (value <= 0) {
        throw new IllegalArgumentException("batchSize must be positive, but was " + value);
      }
      this.batchSize = value;
      return this;
    }

    /**
     * Which training pictures an epoch shows, and in which order. Default: each once, shuffled.
     * Where a picture comes several times, a frozen part's rows of it are the same.
     */
    public Builder sampling(Sampling value) {
      this.sampling = value;
      return this;
    }

    /** Share of the label spread over all classes, in [0, 1). Default 0. Or set {@link #loss}. */
    public Builder labelSmoothing(double value) {
      this.labelSmoothing = value;
      return this;
    }

    /** What training minimises. Default: cross entropy. */
    public Builder loss(Loss value) {
      this.loss = value;
      return this;
    }

    /**
     * Adds a method to the run: a regulariser, a second task, a teacher. They compose, but that
     * only one may replace the loss.
     */
    public Builder method(TransferMethod value) {
      this.methods.add(Objects.requireNonNull(value));
      return this;
    }

    /** Batches whose gradients make one step together. Default 1. */
    public Builder accumulate(int batches) {
      this.gradients = gradients.accumulating(batches);
      return this;
    }

    /** The greatest length of the gradient of all parameters together. Default: any. */
    public Builder clipNorm(double value) {
      this.gradients = gradients.clippedAt(value);
      return this;
    }

    /** What is left at the end of a stage, and scored in it. Default: the last weights. */
    public Builder averaging(WeightAveraging value) {
      this.averaging = value;
      return this;
    }

    /** What batch norms of trained groups do. Default: they keep their statistics. */
    public Builder batchNorm(BatchNormPolicy value) {
      this.batchNorm = value;
      return this;
    }

    /** Ends a stage when the validation loss stops falling, and goes back to its best epoch. */
    public Builder earlyStopping(EarlyStopping value) {
      this.earlyStopping = value;
      return this;
    }

    /** The seed of the head's weights, the order of the pictures, augmentation and dropout. */
    public Builder seed(Seed value) {
      this.seed = value;
      return this;
    }

    /**
     * The seed of the views that a frozen part sees, where it is to be another: runs of several
     * seeds then share the views, and find their features in one cache. Default: {@link #seed}.
     */
    public Builder viewSeed(Seed value) {
      this.viewSeed = value;
      return this;
    }

    /** Is told of progress, on the thread that trains. */
    public Builder listener(TrainingListener value) {
      this.listener = value;
      return this;
    }

    /** Asked after each batch whether to stop there. */
    public Builder stopWhen(BooleanSupplier value) {
      this.stop = value;
      return this;
    }

    /** Keeps the state after each epoch in this file. */
    public Builder checkpoint(Path file) {
      this.checkpoint = file;
      return this;
    }

    /** Goes on from the checkpoint if there is one; it must be of a run with the same settings. */
    public Builder resume(boolean value) {
      this.resume = value;
      return this;
    }

    /**
     * Keeps what the frozen part gives for pictures here, for later runs too; changes no result.
     * Without one, features live in a temporary folder as long as the run. Stays open.
     */
    public Builder cache(FeatureCache value) {
      this.cache = value;
      return this;
    }

    /**
     * How features are rounded, and stored. Default: float32. Half the bytes are of use where the
     * cache is too small; another precision is another run.
     */
    public Builder featurePrecision(Precision value) {
      this.precision = value;
      return this;
    }

    /**
     * Checks that there is a head and that the stages fit the backbone.
     *
     * @throws IllegalArgumentException if something is missing, or if a layer that a stage trains
     *     has regularisation, gradient normalisation or constraints of its own; see {@link
     *     UnappliedSettings}
     */
    public FineTuner build() {
      if (head == null) {
        throw new IllegalArgumentException("head must be set, say Head.linear(labels)");
      }
      Backbone begun = start == null ? backbone : Continuation.backbone(backbone, start);
      BatchNormForm.require(begun, batchNorm);
      for (Stage stage : plan.stages()) {
        requireTrainable(begun, stage.scope().frozen(begun.groups()));
      }
      if (resume && checkpoint == null) {
        throw new IllegalArgumentException("resume must have a checkpoint file, but has none");
      }
      if (resume && augmentation.unnamed()) {
        throw new IllegalArgumentException(
            "augmentation must have a name to resume a run, but was "
                + augmentation.describe()
                + ": whether it is the interrupted run's cannot be known. Use"
                + " Augmentation.named(name, augmentation)");
      }
      return new FineTuner(
          begun,
          new FineTuneSettings(
              head,
              Optional.ofNullable(start),
              plan,
              augmentation,
              mixing,
              FineTuneSettings.views(views, augmentation),
              optimizer,
              schedule,
              batchSize,
              sampling,
              lossOfRun(),
              methods.stream().filter(method -> !method.changesNothing()).toList(),
              gradients,
              averaging,
              batchNorm,
              Optional.ofNullable(earlyStopping),
              seed,
              viewSeed == null ? seed : viewSeed,
              listener,
              stop,
              Optional.ofNullable(checkpoint),
              resume,
              Optional.ofNullable(cache),
              precision));
    }

    private Loss lossOfRun() {
      if (loss != null && labelSmoothing != null) {
        throw new IllegalArgumentException(
            "labelSmoothing must be part of the loss where one is set, but was "
                + labelSmoothing
                + " beside '"
                + loss.describe()
                + "'");
      }
      if (loss != null) {
        return loss;
      }
      return labelSmoothing == null ? CrossEntropy.plain() : CrossEntropy.smoothed(labelSmoothing);
    }

    /** Before the first stage runs, not only when the stage that trains the layer begins. */
    private static void requireTrainable(Backbone backbone, Set<String> frozen) {
      Set<String> kept =
          GraphEdits.ancestors(backbone.graph().getConfiguration(), backbone.featureVertex());
      UnappliedSettings.refuse(
          backbone.graph(), vertex -> kept.contains(vertex) && !frozen.contains(vertex));
    }
  }
}
