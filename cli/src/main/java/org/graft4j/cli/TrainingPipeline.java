package org.graft4j.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.graft4j.augment.mix.CutMix;
import org.graft4j.augment.mix.MixUpOrCutMix;
import org.graft4j.data.Augmentation;
import org.graft4j.data.BatchMixing;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.Seed;
import org.graft4j.eval.resample.FoldModel;
import org.graft4j.eval.resample.FoldTrainer;
import org.graft4j.features.FeatureCache;
import org.graft4j.model.Backbone;
import org.graft4j.model.Head;
import org.graft4j.train.TrainingInterruptedException;
import org.graft4j.train.TrainingListener;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.FineTuner;
import org.jspecify.annotations.Nullable;

/**
 * How a model is trained: what {@code train} and each fold of {@code cv} have in common.
 *
 * @param plan the stages
 * @param epochs of the last one; null for the plan's own
 * @param rate highest learning rate of the head there; null for the plan's own
 * @param augment what the user wrote
 * @param augmentation what that is
 * @param views of each picture that a frozen part caches; null for the library's choice
 * @param mixing of each training batch
 * @param batch pictures in a step
 * @param tuning what else the user chose
 */
record TrainingPipeline(
    PlanName plan,
    @Nullable Integer epochs,
    @Nullable Double rate,
    String augment,
    Augmentation augmentation,
    @Nullable Integer views,
    BatchMixing mixing,
    int batch,
    TuningOptions tuning) {
  private static final int MOST_VIEWS = 256;

  /** A plan of so many epochs in its last stage, without augmentation and other choices. */
  static TrainingPipeline plain(PlanName plan, int epochs, int batch) {
    return new TrainingPipeline(
        plan,
        epochs,
        null,
        "none",
        Augmentation.NONE,
        null,
        BatchMixing.NONE,
        batch,
        new TuningOptions());
  }

  TrainingPipeline {
    if (epochs != null && epochs <= 0) {
      throw new WrongValue("--epochs must be positive, but was " + epochs);
    }
    if (rate != null && !(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new WrongValue("--lr must be positive and finite, but was " + rate);
    }
    if (batch <= 0) {
      throw new WrongValue("--batch must be positive, but was " + batch);
    }
    if (views != null && (views < 1 || views > MOST_VIEWS)) {
      throw new WrongValue("--views must be from 1 to " + MOST_VIEWS + ", but was " + views);
    }
    if (views != null && views > 1 && augmentation.isNone()) {
      throw new WrongValue(
          "--views must have --augment: without it all " + views + " would be the same");
    }
    boolean pastes = mixing instanceof CutMix || mixing instanceof MixUpOrCutMix;
    if (plan != PlanName.FULL && pastes) {
      throw new WrongValue(
          "--mix cutmix works with --plan full only, but the plan is "
              + plan
              + "; use --mix mixup");
    }
    tuning.requireFor(plan);
  }

  /**
   * What all folds share.
   *
   * @param backbone is not changed by training
   * @param seed of the run; folds have seeds of their own, see {@link #trainer}
   * @param calibrated whether each fold's temperature is fitted on its validation part
   * @param cache keeps features, which depend on no fold
   * @param stop asked after each batch
   */
  record Surroundings(
      BackboneOptions.Chosen backbone,
      Seed seed,
      boolean calibrated,
      Optional<FeatureCache> cache,
      TrainingListener listener,
      BooleanSupplier stop) {}

  /**
   * Trains by this pipeline.
   *
   * <p>Each fold has a seed of its own, so that the chance of a head's first weights and of the
   * order of pictures is in the spread of the folds. Drawn views of a picture are those of the
   * run's seed in all of them, so that they find their features in the cache.
   */
  FoldTrainer trainer(Surroundings around) {
    return (split, place) -> {
      if (around.stop().getAsBoolean()) {
        throw new TrainingInterruptedException("before " + place.name());
      }
      Seed seed = Seed.of(around.seed().derive("fold", place.repeat(), place.fold()));
      FineTuner.Builder tuner =
          tuner(around.backbone(), split, seed)
              .viewSeed(around.seed())
              .listener(around.listener())
              .stopWhen(around.stop());
      around.cache().ifPresent(tuner::cache);
      FoldModel model = FoldModel.of(tuner.build().fit(split).model());
      return around.calibrated() ? model.calibratedOn(split.validation()) : model;
    };
  }

  /**
   * A run of this pipeline. What decides nothing of the model, as cache and listener, is the
   * caller's to set.
   */
  FineTuner.Builder tuner(BackboneOptions.Chosen chosen, DatasetSplit split, Seed seed)
      throws IOException {
    FineTuner.Builder tuner =
        FineTuner.of(chosen.backbone())
            .head(Head.linear(split.labels()))
            .plan(stages(chosen.backbone()))
            .augmentation(augmentation)
            .mixing(mixing)
            .batchNorm(chosen.batchNorm())
            .batchSize(batch)
            .seed(seed);
    if (views != null) {
      tuner.views(views);
    }
    tuning.applyTo(tuner, split);
    return tuner;
  }

  /** The same without what the validation part decides. */
  TrainingPipeline unwatched() {
    return new TrainingPipeline(
        plan, epochs, rate, augment, augmentation, views, mixing, batch, tuning.unwatched());
  }

  /** The stages that it trains in. */
  FineTunePlan stages(Backbone backbone) {
    return tuning.rates(plan.plan(epochs == null ? plan.defaultEpochs() : epochs, rate, backbone));
  }

  /** All that decides what it predicts, but for backbone, data and seed. */
  Map<String, String> facts(Backbone backbone) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("plan", stages(backbone).toString());
    facts.put("augmentation", augmentation.describe());
    facts.put("views", views == null ? "default" : views.toString());
    facts.put("mixing", mixing.describe());
    facts.put("batch", Integer.toString(batch));
    facts.putAll(tuning.facts());
    facts.put("seeds", "one a fold, views of the run's");
    return facts;
  }

  /** Say {@code plan=linear-probe lr=0.01 augment=light}. */
  String describe() {
    StringBuilder text = new StringBuilder("plan=").append(plan);
    if (epochs != null) {
      text.append(" epochs=").append(epochs);
    }
    if (rate != null) {
      text.append(" lr=").append(rate);
    }
    if (!augmentation.isNone()) {
      text.append(" augment=").append(augment);
    }
    if (views != null) {
      text.append(" views=").append(views);
    }
    if (batch != 32) {
      text.append(" batch=").append(batch);
    }
    if (!mixing.equals(BatchMixing.NONE)) {
      text.append(" mix=").append(mixing.describe());
    }
    if (!tuning.words().isEmpty()) {
      text.append(' ').append(tuning.describe());
    }
    return text.toString();
  }
}
