package org.graft4j.examples.methods;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.graft4j.model.Backbone;
import org.graft4j.model.Head;
import org.graft4j.train.Optimizer;
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
 * @param preparation what sides share or what is not to be timed; done before the clock starts
 * @param way how
 */
public record Side(String text, String detail, Preparation preparation, Way way) {
  private static final List<Setting<?>> DEFAULTS =
      List.of(
          new Setting<>("batch size", 16, FineTuner.Builder::batchSize),
          new Setting<>("optimizer", Optimizer.adamW(0.01), FineTuner.Builder::optimizer));

  /** What is done before the clock starts, say training a teacher that several sides have. */
  @FunctionalInterface
  public interface Preparation {
    /** Does it, unless it was done for that seed. */
    void before(Task task) throws IOException;
  }

  /** A way with nothing to prepare. */
  public Side(String text, String detail, Way way) {
    this(text, detail, task -> {}, way);
  }

  /** The same with something to be done before the clock starts. */
  public Side prepared(Preparation first) {
    return new Side(text, detail, first, way);
  }

  /** A way that its text tells wholly. */
  public static Side of(String text, Way way) {
    return new Side(text, "", way);
  }

  /** Text and detail. */
  String settings() {
    return detail.isEmpty() ? text : text + " [" + detail + "]";
  }

  /**
   * Fine-tunes the bench's backbone by a plan: batches of 16, AdamW, and the tuner's defaults for
   * all that is not set. The detail is the plan and the settings.
   *
   * @param text what is set, for the table
   * @param settings what differs from the defaults
   */
  public static Side tuned(String text, FineTunePlan plan, Setting<?>... settings) {
    return new Side(
        text,
        detail(plan, settings),
        tuning(plan, (task, tuner) -> set(tuner, Arrays.asList(settings))));
  }

  /**
   * The same with settings that depend on the task.
   *
   * @param detail what they are, made of their values
   */
  public static Side tunedBy(String text, FineTunePlan plan, String detail, Settings settings) {
    return new Side(text, detail(plan) + "; " + detail, tuning(plan, settings));
  }

  /** A plan with the settings that it is run by, in a text. */
  public static String detail(FineTunePlan plan, Setting<?>... settings) {
    Map<String, Setting<?>> byName = new LinkedHashMap<>();
    DEFAULTS.forEach(setting -> byName.put(setting.name(), setting));
    Arrays.asList(settings).forEach(setting -> byName.put(setting.name(), setting));
    return plan
        + "; "
        + byName.values().stream().map(Setting::toString).collect(Collectors.joining(", "));
  }

  private static FineTuner.Builder set(FineTuner.Builder tuner, List<Setting<?>> settings) {
    settings.forEach(setting -> setting.on(tuner));
    return tuner;
  }

  /** By a plan that depends on the backbone, and the defaults; the detail tells which plan. */
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
    return task -> task.score(fitted(task, plan, settings).model());
  }

  /** Runs a plan on a task. */
  public static FineTuneResult fitted(Task task, FineTunePlan plan, Settings settings)
      throws IOException {
    return settings.set(task, tuner(task, plan)).build().fit(task.split());
  }

  /** What {@link #tuned} begins with. */
  public static FineTuner.Builder tuner(Task task, FineTunePlan plan) throws IOException {
    return tuner(task, FineTuner.of(task.bench().backbone()), plan);
  }

  /** The same with another backbone. */
  public static FineTuner.Builder tuner(Task task, FineTuner.Builder tuner, FineTunePlan plan) {
    return set(tuner, DEFAULTS)
        .head(Head.linear(task.split().labels()))
        .plan(task.bench().sized(plan))
        .seed(task.seed());
  }
}
