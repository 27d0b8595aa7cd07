package org.graft4j.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.graft4j.augment.Augmentations;
import org.graft4j.data.Augmentation;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Seed;
import org.graft4j.examples.methods.DrawnThings;
import org.graft4j.examples.methods.Measured;
import org.graft4j.examples.methods.PooledThings;
import org.graft4j.examples.methods.Setting;
import org.graft4j.examples.methods.Side;
import org.graft4j.examples.methods.SmallNetwork;
import org.graft4j.examples.methods.Task;
import org.graft4j.examples.methods.Trial;
import org.graft4j.examples.methods.TrialData;
import org.graft4j.examples.methods.TrialProgram;
import org.graft4j.model.Backbone;
import org.graft4j.model.TrainedModel;
import org.graft4j.transfer.BatchNormPolicy;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.FineTuner;
import org.graft4j.transfer.LearningRates;
import org.graft4j.transfer.Scope;
import org.graft4j.transfer.Stage;
import org.graft4j.transfer.distill.AttentionTransfer;
import org.graft4j.transfer.distill.Distillation;
import org.graft4j.transfer.distill.DistillationTerm;
import org.graft4j.transfer.distill.FeatureHint;
import org.graft4j.transfer.distill.GrowingStudent;
import org.graft4j.transfer.distill.RelationalDistillation;
import org.graft4j.transfer.distill.SelfDistillation;
import org.graft4j.zoo.adapt.Wider;

/**
 * Does a small network with random weights learn from a pretrained, fine-tuned one what it cannot
 * learn from few labels?
 *
 * <p>Twenty labelled pictures of each of eight classes, and a hundred more without labels. A
 * teacher, which was fine-tuned on the labelled ones, answers for all; without it the student has
 * the labelled ones alone, and sees each of them so much more often that it looks at as many
 * pictures in all. Both see a new view of a picture each time.
 */
public final class Example13Distil {
  private static final int LABELLED = 20;
  private static final int POOL = 100;

  private static final TrialData POOLED = new PooledThings(LABELLED, POOL);

  private static final TrialData THINGS = DrawnThings.of(LABELLED);

  private static final FineTunePlan TEACHING = FineTunePlan.headThenAll(10, 10);

  /** As many passes over the pictures as two generations of the other have. */
  private static final FineTunePlan TWICE = FineTunePlan.headThenAll(20, 20);

  private static final SelfDistillation GENERATIONS = SelfDistillation.generations(2);

  private static final int EPOCHS = 8;

  /** As many passes over pictures as the others have over labelled and unlabelled ones. */
  private static final int LABELLED_EPOCHS = EPOCHS * (LABELLED + POOL) / LABELLED;

  private static final double TEMPERATURE = 4;

  /** Labels do not count. */
  private static final double ALPHA = 1;

  private static final int WIDTH = 16;

  private static final int GROWING_EPOCHS = 20;
  private static final double FACTOR = 2;
  private static final double NOISE = 0.01;

  private static final Setting<BatchNormPolicy> NORMS =
      new Setting<>("batch norms", BatchNormPolicy.TRAIN, FineTuner.Builder::batchNorm);

  private static final Setting<Augmentation> VARIED =
      new Setting<>("augmentation", Augmentations.light(), FineTuner.Builder::augmentation);

  /** Of each seed: several trials have the same. */
  private final Map<Seed, TrainedModel> teachers = new HashMap<>();

  private Example13Distil() {}

  /** Takes what {@link TrialProgram} takes. */
  public static void main(String[] args) throws IOException {
    TrialProgram.run(trials(), args);
  }

  static List<Trial> trials() {
    return new Example13Distil().all();
  }

  private List<Trial> all() {
    Side answers = taught(EPOCHS + " epochs of all pictures, soft targets", List.of());
    return List.of(
        Trial.of(
            "soft-targets",
            "A teacher lets unlabelled pictures be learned from (Hinton et al. 2015)",
            POOLED,
            labelsAlone(),
            answers),
        beside(
            answers,
            "hints",
            "The student is to tell what the teacher computes half-way (Romero et al. 2015)",
            new FeatureHint("relu2", "layer2.1.relu", 1)),
        beside(
            answers,
            "attention",
            "The student is to look where the teacher looks (Zagoruyko, Komodakis 2017)",
            new AttentionTransfer(Map.of("relu1", "layer1.1.relu", "relu2", "layer2.1.relu"), 500)),
        beside(
            answers,
            "relations",
            "Pictures are to lie to each other as they do for the teacher (Park et al. 2019)",
            new RelationalDistillation(25, 50)),
        Trial.of(
            "self-distillation",
            "A second generation learns from the first, which is as large (Furlanello et al. 2018)",
            THINGS,
            Side.tuned("one generation of 20 and 20 epochs", TWICE),
            new Side(
                "two generations of 10 and 10 epochs",
                Side.detail(TEACHING) + "; " + GENERATIONS,
                Example13Distil::bornAgain)),
        Trial.of(
            "net2net",
            "A trained small network made wider learns faster than a wide one from random weights"
                + " (Chen et al. 2015)",
            THINGS,
            fromRandomWeights(),
            grown()));
  }

  /** A term beside the teacher's answers, and the answers alone. */
  private Trial beside(Side answers, String name, String claim, DistillationTerm term) {
    return Trial.of(name, claim, POOLED, answers, taught("the same and " + term, List.of(term)));
  }

  private static Side labelsAlone() {
    return new Side(
        LABELLED_EPOCHS + " epochs of the labelled pictures alone",
        "width " + WIDTH + "; " + detail(LABELLED_EPOCHS),
        task -> {
          FineTuner.Builder student =
              learner(task, FineTuner.of(SmallNetwork.of(WIDTH, task.seed())), LABELLED_EPOCHS);
          return task.score(student.build().fit(task.split()).model());
        });
  }

  private Side taught(String text, List<DistillationTerm> terms) {
    return new Side(
        text,
        "temperature "
            + TEMPERATURE
            + ", alpha "
            + ALPHA
            + ", terms "
            + terms
            + "; teacher "
            + Side.detail(TEACHING)
            + "; student of width "
            + WIDTH
            + "; "
            + detail(EPOCHS),
        this::teacher,
        task -> {
          Distillation.Builder method =
              Distillation.from(teacher(task)).softTargets(TEMPERATURE, ALPHA);
          terms.forEach(method::term);
          FineTuner.Builder student =
              learner(task, FineTuner.of(SmallNetwork.of(WIDTH, task.seed())), EPOCHS)
                  .method(method.build());
          return task.score(student.build().fit(pooled(task)).model());
        });
  }

  private static DatasetSplit pooled(Task task) {
    List<ImageItem> all = new ArrayList<>(task.split().train());
    all.addAll(task.alike());
    return new DatasetSplit(task.split().labels(), all, List.of(), List.of());
  }

  private static Side fromRandomWeights() {
    int width = Math.toIntExact(Math.round(WIDTH * FACTOR));
    int epochs = 2 * GROWING_EPOCHS;
    return new Side(
        "random weights, " + epochs + " epochs",
        "width " + width + "; " + detail(epochs),
        task -> {
          FineTuner.Builder wide =
              learner(task, FineTuner.of(SmallNetwork.of(width, task.seed())), epochs);
          return task.score(wide.build().fit(task.split()).model());
        });
  }

  private static Side grown() {
    return new Side(
        GROWING_EPOCHS + " epochs at half the width, then grown and " + GROWING_EPOCHS + " more",
        "width " + WIDTH + " times " + FACTOR + ", noise " + NOISE + "; " + detail(GROWING_EPOCHS),
        task -> {
          Backbone small = SmallNetwork.of(WIDTH, task.seed());
          TrainedModel trained =
              learner(task, FineTuner.of(small), GROWING_EPOCHS).build().fit(task.split()).model();
          FineTuner.Builder wide =
              GrowingStudent.of(trained, small.groups())
                  .grown(backbone -> Wider.by(backbone, FACTOR, NOISE, task.seed()))
                  .fineTuner();
          return task.score(learner(task, wide, GROWING_EPOCHS).build().fit(task.split()).model());
        });
  }

  /** No picture is varied here, so that views of a teacher's are those of an epoch. */
  private static Measured bornAgain(Task task) throws IOException {
    return task.score(GENERATIONS.train(task.split(), generation -> tuner(task)).last().model());
  }

  private static FineTuner.Builder tuner(Task task) {
    try {
      return Side.tuner(task, TEACHING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FineTunePlan learning(int epochs) {
    return new FineTunePlan(
        List.of(new Stage("all", new Scope.All(), epochs, LearningRates.uniform(3e-3))));
  }

  private static String detail(int epochs) {
    return Side.detail(learning(epochs), NORMS, VARIED, views(epochs));
  }

  /** A stage with a teacher shows its pictures in so many views; others have a new one anyway. */
  private static Setting<Integer> views(int epochs) {
    return new Setting<>("views", epochs, FineTuner.Builder::views);
  }

  private static FineTuner.Builder learner(Task task, FineTuner.Builder tuner, int epochs) {
    FineTuner.Builder learner = Side.tuner(task, tuner, learning(epochs));
    List.of(NORMS, VARIED, views(epochs)).forEach(setting -> setting.on(learner));
    return learner;
  }

  private TrainedModel teacher(Task task) throws IOException {
    TrainedModel teacher = teachers.get(task.seed());
    if (teacher == null) {
      teacher = Side.fitted(task, TEACHING, (t, tuner) -> tuner).model();
      teachers.put(task.seed(), teacher);
    }
    return teacher;
  }
}
