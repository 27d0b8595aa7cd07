package org.graft4j.train;

import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.graft4j.data.BatchSource;
import org.graft4j.data.Seed;
import org.graft4j.train.objective.CrossEntropy;
import org.graft4j.train.objective.Objective;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link TrainingLoop} works by: one stage's data, objective, optimizer and rates.
 *
 * @param stage name of the stage, for messages
 * @param stageIndex its place in the run, from 0: part of the random streams
 * @param data training batches
 * @param validation scored after each epoch; empty for none
 * @param epochs positive
 * @param optimizer the rule of the steps
 * @param schedule the course of the rate
 * @param learningRate the rate where schedule and rate factor are 1, positive
 * @param rateFactor factor on the rate for a layer, by its name
 * @param objective what is minimised
 * @param unlabelledRows whether batches hold examples without a label, all zeros, that count for
 *     nothing in the loss
 * @param gradients how they become steps
 * @param averaging of weights; the averages are what is scored and what is left at the end
 * @param earlyStopping needs validation data; empty for none
 * @param seed of the run
 * @param listener told of progress
 * @param stop asked after each batch; true ends the run
 * @param checkpoint given the state after each epoch, on live arrays: to be written at once
 * @param resume state to go on from; empty for a fresh start
 * @param previous the last state of the stage before: what it holds of moments and of terms' own
 *     parameters is taken over, by name, where this stage has the like; empty for nothing
 */
public record TrainingSettings(
    String stage,
    int stageIndex,
    BatchSource data,
    Optional<BatchSource> validation,
    int epochs,
    Optimizer optimizer,
    Schedule schedule,
    double learningRate,
    ToDoubleFunction<String> rateFactor,
    Objective objective,
    boolean unlabelledRows,
    GradientRules gradients,
    WeightAveraging averaging,
    Optional<EarlyStopping> earlyStopping,
    Seed seed,
    TrainingListener listener,
    BooleanSupplier stop,
    Consumer<Checkpoint> checkpoint,
    Optional<Checkpoint> resume,
    Optional<Checkpoint> previous) {

  public TrainingSettings {
    if (epochs <= 0) {
      throw new IllegalArgumentException("epochs must be positive, but was " + epochs);
    }
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException("learningRate must be positive, but was " + learningRate);
    }
    if (earlyStopping.isPresent() && validation.isEmpty()) {
      throw new IllegalArgumentException("earlyStopping must have validation data, but has none");
    }
    if (schedule.watchesValidation() && validation.isEmpty()) {
      throw new IllegalArgumentException(
          "schedule '" + schedule + "' must have validation data to go by, but has none");
    }
    if (data.examples() == 0) {
      throw new IllegalArgumentException("data must hold examples, but was empty");
    }
  }

  /** AdamW, cosine schedule, one rate for all layers, nothing optional; seed 0. */
  public static Builder of(BatchSource data, int epochs, double learningRate) {
    return new Builder(data, epochs, learningRate);
  }

  /** Sets what differs from the defaults. */
  public static final class Builder {
    private final BatchSource data;
    private final int epochs;
    private final double learningRate;
    private String stage = "train";
    private int stageIndex;
    private @Nullable BatchSource validation;
    private Optimizer optimizer = Optimizer.adamW(0.01);
    private Schedule schedule = Schedule.cosine();
    private ToDoubleFunction<String> rateFactor = layer -> 1;
    private Objective objective = Objective.of(CrossEntropy.plain());
    private boolean unlabelledRows;
    private GradientRules gradients = GradientRules.PLAIN;
    private WeightAveraging averaging = WeightAveraging.none();
    private @Nullable EarlyStopping earlyStopping;
    private Seed seed = Seed.of(0);
    private TrainingListener listener = TrainingListener.SILENT;
    private BooleanSupplier stop = () -> false;
    private Consumer<Checkpoint> checkpoint = state -> {};
    private @Nullable Checkpoint resume;
    private @Nullable Checkpoint previous;

    private Builder(BatchSource data, int epochs, double learningRate) {
      this.data = Objects.requireNonNull(data);
      this.epochs = epochs;
      this.learningRate = learningRate;
    }

    /** Name of the stage and its place in the run, from 0. Default: {@code "train"}, 0. */
    public Builder stage(String name, int index) {
      this.stage = name;
      this.stageIndex = index;
      return this;
    }

    /** Scored after each epoch; null for none. */
    public Builder validation(@Nullable BatchSource value) {
      this.validation = value;
      return this;
    }

    /** The rule of the steps. Default: AdamW with a decay of 0.01. */
    public Builder optimizer(Optimizer value) {
      this.optimizer = value;
      return this;
    }

    /** The course of the rate. Default: cosine with warm-up. */
    public Builder schedule(Schedule value) {
      this.schedule = value;
      return this;
    }

    /** Factor on the rate for a layer, by its name. Default 1. */
    public Builder rateFactor(ToDoubleFunction<String> byLayer) {
      this.rateFactor = byLayer;
      return this;
    }

    /** What is minimised. Default: cross entropy. */
    public Builder objective(Objective value) {
      this.objective = value;
      return this;
    }

    /** Says that batches hold examples without a label: rows of zeros. Default: none. */
    public Builder unlabelledRows(boolean value) {
      this.unlabelledRows = value;
      return this;
    }

    /** How gradients become steps. Default: as they are, each batch a step. */
    public Builder gradients(GradientRules value) {
      this.gradients = value;
      return this;
    }

    /** Of weights. Default: none. */
    public Builder averaging(WeightAveraging value) {
      this.averaging = value;
      return this;
    }

    /** When to stop before the last epoch; null for never. Needs validation data. */
    public Builder earlyStopping(@Nullable EarlyStopping value) {
      this.earlyStopping = value;
      return this;
    }

    /** Where dropout draws from. Default 0. */
    public Builder seed(Seed value) {
      this.seed = value;
      return this;
    }

    /** Is told of progress, on the thread that trains. */
    public Builder listener(TrainingListener value) {
      this.listener = value;
      return this;
    }

    /** Asked after each batch; true ends the run. */
    public Builder stop(BooleanSupplier value) {
      this.stop = value;
      return this;
    }

    /** Given the state after each epoch, on live arrays: to be written at once. */
    public Builder checkpoint(Consumer<Checkpoint> sink) {
      this.checkpoint = sink;
      return this;
    }

    /** State to go on from; null for a fresh start. */
    public Builder resume(@Nullable Checkpoint state) {
      this.resume = state;
      return this;
    }

    /** The last state of the stage before, to take over what fits; null for nothing. */
    public Builder previous(@Nullable Checkpoint state) {
      this.previous = state;
      return this;
    }

    /** Checks the settings together. */
    public TrainingSettings build() {
      return new TrainingSettings(
          stage,
          stageIndex,
          data,
          Optional.ofNullable(validation),
          epochs,
          optimizer,
          schedule,
          learningRate,
          rateFactor,
          objective,
          unlabelledRows,
          gradients,
          averaging,
          Optional.ofNullable(earlyStopping),
          seed,
          listener,
          stop,
          checkpoint,
          Optional.ofNullable(resume),
          Optional.ofNullable(previous));
    }
  }
}
