package org.graft4j.examples.methods;

import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.graft4j.model.Backbone;
import org.graft4j.model.Head;
import org.graft4j.train.TrainingDivergedException;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.FineTuneResult;
import org.graft4j.transfer.FineTuner;

/**
 * A way with a text that tells it. One object that is a side of several trials on the same data is
 * run once for each seed.
 *
 * @param text what is done, in a few words for the table
 * @param detail the same to the last number, as far as the text leaves it open: finished trials are
 *     known again by both, so that anything that is done otherwise has to be told there
 * @param way how
 */
public record Side(String text, String detail, Way way) {
  private static final int BATCH = 16;

  /** A way that its text tells wholly. */
  public static Side of(String text, Way way) {
    return new Side(text, "", way);
  }

  /** Text and detail. */
  String settings() {
    return detail.isEmpty() ? text : text + " [" + detail + "]";
  }

  /**
   * Fine-tunes the bench's backbone by a plan: batches of 16, AdamW, and the settings' defaults for
   * all that is not set. A run that diverges counts as guessing.
   *
   * @param text what is set
   * @param settings what differs from the defaults
   */
  public static Side tuned(
      String text, FineTunePlan plan, UnaryOperator<FineTuner.Builder> settings) {
    return new Side(text, plan.toString(), tuning(plan, (task, tuner) -> settings.apply(tuner)));
  }

  /** The same with settings that depend on the task. */
  public static Side tunedBy(String text, FineTunePlan plan, Settings settings) {
    return new Side(text, plan.toString(), tuning(plan, settings));
  }

  /** The same by a plan that depends on the backbone; the detail tells which. */
  public static Side planned(String text, String detail, Function<Backbone, FineTunePlan> plan) {
    return new Side(
        text,
        detail,
        task -> tuning(plan.apply(task.bench().backbone()), (t, tuner) -> tuner).measure(task));
  }

  /** What differs from the defaults. */
  @FunctionalInterface
  public interface Settings {
    /** Sets it. */
    FineTuner.Builder set(Task task, FineTuner.Builder tuner) throws IOException;
  }

  private static Way tuning(FineTunePlan plan, Settings settings) {
    return task -> {
      try {
        return task.score(fitted(task, plan, settings).model());
      } catch (TrainingDivergedException e) {
        return new Measured(1.0 / task.split().labels().size(), Map.of(), true);
      }
    };
  }

  /** Runs a plan on a task. */
  public static FineTuneResult fitted(Task task, FineTunePlan plan, Settings settings)
      throws IOException {
    return settings.set(task, tuner(task, plan)).build().fit(task.split());
  }

  /** What {@link #tuned} begins with. */
  public static FineTuner.Builder tuner(Task task, FineTunePlan plan) throws IOException {
    return FineTuner.of(task.bench().backbone())
        .head(Head.linear(task.split().labels()))
        .plan(task.bench().sized(plan))
        .batchSize(BATCH)
        .seed(task.seed());
  }
}
