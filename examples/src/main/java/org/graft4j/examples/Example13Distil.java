package org.graft4j.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.graft4j.augment.Augmentations;
import org.graft4j.data.Seed;
import org.graft4j.examples.methods.DrawnThings;
import org.graft4j.examples.methods.Measured;
import org.graft4j.examples.methods.Side;
import org.graft4j.examples.methods.SmallNetwork;
import org.graft4j.examples.methods.Task;
import org.graft4j.examples.methods.Trial;
import org.graft4j.examples.methods.TrialData;
import org.graft4j.examples.methods.TrialProgram;
import org.graft4j.model.Backbone;
import org.graft4j.model.Head;
import org.graft4j.model.TrainedModel;
import org.graft4j.transfer.BatchNormPolicy;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.FineTuneResult;
import org.graft4j.transfer.FineTuner;
import org.graft4j.transfer.LearningRates;
import org.graft4j.transfer.Scope;
import org.graft4j.transfer.Stage;
import org.graft4j.transfer.distill.AttentionTransfer;
import org.graft4j.transfer.distill.Distillation;
import org.graft4j.transfer.distill.FeatureHint;
import org.graft4j.transfer.distill.GrowingStudent;
import org.graft4j.transfer.distill.RelationalDistillation;
import org.graft4j.transfer.distill.SelfDistillation;
import org.graft4j.zoo.UntrainedBackbone;
import org.graft4j.zoo.adapt.Wider;

/**
 * Does a small network with random weights learn more from a pretrained, fine-tuned one than from
 * the labels alone?
 *
 * <p>The teacher has fourteen times the parameters; both see the same twenty pictures of each of
 * eight classes.
 */
public final class Example13Distil {
  private static final TrialData THINGS = DrawnThings.of(20);

  private static final FineTunePlan TEACHING = FineTunePlan.headThenAll(10, 10);

  private static final FineTunePlan LEARNING =
      new FineTunePlan(List.of(new Stage("all", new Scope.All(), 20, LearningRates.uniform(3e-3))));

  private static final String WIDE = "three convolutions, light augmentation, " + LEARNING;

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
    Side labels = student("labels alone", Optional.empty());
    return List.of(
        Trial.of(
            "soft-targets",
            "A teacher's probabilities say of each picture what else it looks like (Hinton et al."
                + " 2015)",
            THINGS,
            labels,
            student("temperature 4, weight 0.7", Optional.of(d -> d.softTargets(4, 0.7)))),
        Trial.of(
            "hints",
            "The student is to tell what the teacher computes half-way (Romero et al. 2015)",
            THINGS,
            labels,
            student(
                "hint from layer2, weight 1",
                Optional.of(
                    d ->
                        d.softTargets(4, 0)
                            .term(new FeatureHint("activation_4", "layer2.1.relu", 1))))),
        Trial.of(
            "attention",
            "The student is to look where the teacher looks (Zagoruyko, Komodakis 2017)",
            THINGS,
            labels,
            student(
                "at the ends of two groups, weight 500",
                Optional.of(
                    d ->
                        d.softTargets(4, 0)
                            .term(
                                new AttentionTransfer(
                                    Map.of(
                                        "activation_2", "layer1.1.relu",
                                        "activation_4", "layer2.1.relu"),
                                    500))))),
        Trial.of(
            "relations",
            "Pictures are to lie to each other as they do for the teacher (Park et al. 2019)",
            THINGS,
            labels,
            student(
                "distances with weight 25, angles with 50",
                Optional.of(d -> d.softTargets(4, 0).term(new RelationalDistillation(25, 50))))),
        Trial.of(
            "self-distillation",
            "A second generation learns from the first, which is as large (Furlanello et al. 2018)",
            THINGS,
            Side.tuned("one generation", TEACHING, t -> t),
            new Side("two generations", TEACHING.toString(), Example13Distil::bornAgain)),
        Trial.of(
            "net2net",
            "A trained small network made wider learns faster than a wide one from random weights"
                + " (Chen et al. 2015)",
            THINGS,
            new Side(
                "32 to 128 channels, random weights",
                WIDE,
                task ->
                    task.score(
                        learner(task, SmallNetwork.of(32, task.seed()))
                            .build()
                            .fit(task.split())
                            .model())),
            new Side(
                "grown from a trained one of 16 to 64 channels", WIDE, Example13Distil::grown)));
  }

  private static Measured grown(Task task) throws IOException {
    Backbone small = SmallNetwork.of(16, task.seed());
    TrainedModel trained = learner(task, small).build().fit(task.split()).model();
    GrowingStudent wide =
        GrowingStudent.of(trained, small.groups())
            .grown(backbone -> Wider.by(backbone, 2, 0.01, task.seed()));
    return task.score(settings(task, wide.fineTuner()).build().fit(task.split()).model());
  }

  private static Measured bornAgain(Task task) throws IOException {
    FineTuneResult last =
        SelfDistillation.generations(2).train(task.split(), generation -> tuner(task)).last();
    return task.score(last.model());
  }

  private static FineTuner.Builder tuner(Task task) {
    try {
      return Side.tuner(task, TEACHING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Backbone untrained(Task task) {
    return UntrainedBackbone.of("resnet8_keras", 0, task.seed());
  }

  private static FineTuner.Builder learner(Task task, Backbone backbone) {
    return settings(task, FineTuner.of(backbone).head(Head.linear(task.split().labels())));
  }

  private static FineTuner.Builder settings(Task task, FineTuner.Builder tuner) {
    return tuner
        .plan(task.bench().sized(LEARNING))
        .batchSize(16)
        .batchNorm(BatchNormPolicy.TRAIN)
        .augmentation(Augmentations.light())
        .seed(task.seed());
  }

  private Side student(String text, Optional<UnaryOperator<Distillation.Builder>> taught) {
    return new Side(
        text,
        "teacher " + TEACHING + "; student resnet8_keras, light augmentation, " + LEARNING,
        task -> {
          FineTuner.Builder tuner = learner(task, untrained(task));
          if (taught.isPresent()) {
            Distillation.Builder method = Distillation.from(teacher(task));
            tuner.method(taught.get().apply(method).build());
          }
          return task.score(tuner.build().fit(task.split()).model());
        });
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
