package org.graft4j.transfer.distill;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.graft4j.model.TrainedModel;
import org.graft4j.train.objective.FeatureTerm;
import org.graft4j.transfer.StageAdditions;
import org.graft4j.transfer.StageContext;
import org.graft4j.transfer.TransferMethod;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learning from a trained model of the same classes, of any architecture and size (Hinton, Vinyals
 * and Dean 2015, arXiv:1503.02531): the student is to give the teacher's probabilities too, which
 * say of each picture what else it looks like.
 *
 * <p>The run's loss becomes {@code alpha * T^2 * KL(teacher at T || student at T) + (1 - alpha) *
 * the run's loss}, both as means over the batch; the run's loss may weight classes or be another
 * one. {@link DistillationTerm}s come beside it. The teacher looks at the very views that the
 * student sees, prepared as its own input wants them, once: what it gives is kept like the features
 * of a frozen part. It is not changed. Its probabilities are those of its network; how it was
 * calibrated does not matter.
 *
 * <p>A stage with a teacher shows the pictures in a few fixed views, {@link
 * org.graft4j.transfer.FineTuner.Builder#views} of them, in place of new ones in each epoch: the
 * teacher has to have seen them. A long stage with strong augmentation takes more views, and time
 * for the teacher. The teacher's probabilities are kept in full precision, whatever the features
 * are kept in; what terms look at is kept as features are.
 *
 * <p>MixUp and CutMix mix what the teacher gave for both pictures as they mix the labels, which is
 * not what it would give for the mixed picture; terms cannot be had with them.
 *
 * <pre>{@code
 * FineTuner.of(student)
 *     .head(Head.linear(split.labels()))
 *     .method(Distillation.from(teacher).softTargets(4, 0.7).build())
 * }</pre>
 *
 * <p>An immutable value but for the teacher's network, which must not be trained meanwhile.
 */
public final class Distillation implements TransferMethod {
  private static final Logger LOG = LoggerFactory.getLogger(Distillation.class);

  private final Teacher teacher;
  private final double temperature;
  private final double alpha;
  private final List<DistillationTerm> terms;

  private Distillation(Builder builder) {
    this.teacher = builder.teacher;
    this.temperature = builder.temperature;
    this.alpha = builder.alpha;
    this.terms = List.copyOf(builder.terms);
  }

  /**
   * Starts with soft targets of temperature 4 and weight 0.7, and no terms.
   *
   * @param teacher the same classes as the student in any order; its output are probabilities
   * @throws IllegalArgumentException unless its network has one input and one output
   */
  public static Builder from(TrainedModel teacher) {
    return new Builder(new Teacher(teacher));
  }

  @Override
  public boolean changesNothing() {
    return alpha == 0 && terms.stream().allMatch(DistillationTerm::changesNothing);
  }

  @Override
  public String describe() {
    return "distillation, temperature "
        + temperature
        + ", alpha "
        + alpha
        + ", "
        + (terms.isEmpty() ? "no terms" : terms)
        + ", "
        + teacher.describe();
  }

  /**
   * The loss, the teacher's columns and the terms.
   *
   * @throws IllegalArgumentException if the teacher has other classes than the student, or a term
   *     names a vertex that is not there
   */
  @Override
  public StageAdditions prepare(StageContext stage) throws IOException {
    int[] places = stage.split().labels().placesIn(teacher.model().labels(), "the teacher");
    requireUnmixed(stage);
    List<FeatureTerm> parts = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      List<FeatureTerm> part =
          terms.get(i).prepare(teacher.model(), stage, "distillation-" + (i + 1));
      if (part.isEmpty() && !terms.get(i).changesNothing()) {
        LOG.info(
            "stage '{}' changes nothing that this looks at, so it has no part: {}",
            stage.stage().name(),
            terms.get(i));
      }
      parts.addAll(part);
    }
    if (alpha == 0) {
      return new StageAdditions(
          parts, List.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }
    TeacherRows answers = TeacherRows.of(teacher, teacher.output(), stage);
    return new StageAdditions(
        parts,
        List.of(),
        Optional.of(new SoftTargetLoss(stage.loss(), temperature, alpha)),
        Optional.of(new TeacherAnswers(answers, places, temperature)),
        Optional.empty());
  }

  /** What the teacher would give inside for a mixed picture is not known. */
  private void requireUnmixed(StageContext stage) {
    if (!stage.mixing().isNone() && !terms.stream().allMatch(DistillationTerm::changesNothing)) {
      throw new IllegalArgumentException(
          "terms of distillation must have pictures that are not mixed, but the run mixes them by "
              + stage.mixing().describe()
              + ": leave out the terms, soft targets are mixed with the labels, or the mixing");
    }
  }

  static void requireSoftTargets(double temperature, double alpha) {
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException(
          "temperature must be positive and finite, but was " + temperature);
    }
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException("alpha must be from 0 to 1, but was " + alpha);
    }
  }

  /** Sets what differs from the defaults. */
  public static final class Builder {
    private final Teacher teacher;
    private final List<DistillationTerm> terms = new ArrayList<>();
    private double temperature = 4;
    private double alpha = 0.7;

    private Builder(Teacher teacher) {
      this.teacher = teacher;
    }

    /**
     * How the teacher's answers count.
     *
     * @param temperature what the logits of both are divided by, positive: the higher, the more the
     *     unlikely classes count; 1 leaves them, 2 to 8 are usual
     * @param alpha share of the teacher in the loss, from 0, which leaves the run's loss as it is,
     *     to 1, at which labels do not count
     */
    public Builder softTargets(double temperature, double alpha) {
      requireSoftTargets(temperature, alpha);
      this.temperature = temperature;
      this.alpha = alpha;
      return this;
    }

    /** Adds a term; any number of them. */
    public Builder term(DistillationTerm term) {
      terms.add(term);
      return this;
    }

    /** The method. */
    public Distillation build() {
      return new Distillation(this);
    }
  }
}
