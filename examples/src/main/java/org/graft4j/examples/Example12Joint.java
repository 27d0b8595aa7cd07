package org.graft4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Seed;
import org.graft4j.data.synthetic.DrawnFolder;
import org.graft4j.data.synthetic.DrawnTask;
import org.graft4j.examples.methods.Bench;
import org.graft4j.examples.methods.DrawnThings;
import org.graft4j.examples.methods.Setting;
import org.graft4j.examples.methods.Side;
import org.graft4j.examples.methods.SmallNetwork;
import org.graft4j.examples.methods.Task;
import org.graft4j.examples.methods.Trial;
import org.graft4j.examples.methods.TrialData;
import org.graft4j.examples.methods.TrialProgram;
import org.graft4j.train.objective.Ramp;
import org.graft4j.transfer.BatchNormPolicy;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.FineTuner;
import org.graft4j.transfer.LearningRates;
import org.graft4j.transfer.Scope;
import org.graft4j.transfer.Stage;
import org.graft4j.transfer.joint.JointTraining;

/**
 * Does it help to learn another task beside one's own, when one's own has few pictures?
 *
 * <p>The other task has forty pictures of each class of shapes and textures, which are none of the
 * eight classes that count.
 */
public final class Example12Joint {
  private static final TrialData FEW = DrawnThings.of(5);

  /** Random weights come to nothing on five pictures a class, with a source or without one. */
  private static final TrialData MORE = DrawnThings.of(20);

  private static final int SOURCE = 40;
  private static final int PER_BATCH = 16;
  private static final int WIDTH = 16;

  private static final Setting<BatchNormPolicy> NORMS =
      new Setting<>("batch norms", BatchNormPolicy.TRAIN, FineTuner.Builder::batchNorm);

  private static final FineTunePlan SCRATCH =
      new FineTunePlan(List.of(new Stage("all", new Scope.All(), 40, LearningRates.uniform(3e-3))));

  private static final FineTunePlan PRETRAINED = FineTunePlan.headThenAll(10, 20);

  /** Of each seed: drawn once for all trials. */
  private final Map<Seed, JointTraining> sources = new HashMap<>();

  private Example12Joint() {}

  /** Takes what {@link TrialProgram} takes. */
  public static void main(String[] args) throws IOException {
    TrialProgram.run(trials(), args);
  }

  static List<Trial> trials() {
    return new Example12Joint().all();
  }

  private List<Trial> all() {
    Side pretrained = Side.tuned("the few pictures alone", PRETRAINED);
    return List.of(
        Trial.of(
            "joint-from-scratch",
            "A trunk with random weights learns what both tasks need from the larger one",
            MORE,
            untrained("the few pictures alone", Ramp.constant(0)),
            untrained("beside a source of 40 a class, weight 1", Ramp.constant(1))),
        Trial.of(
            "joint-pretrained",
            "The source task beside the target's keeps the pretrained trunk from forgetting",
            FEW,
            pretrained,
            joint("beside a source of 40 a class, weight 0.5", Ramp.constant(0.5))),
        Trial.of(
            "joint-fading",
            "The same with a weight that goes to 0 over each stage",
            FEW,
            pretrained,
            joint("beside a source of 40 a class, weight 1 to 0", Ramp.linear(1, 0))));
  }

  private Side joint(String text, Ramp weight) {
    return Side.tunedBy(
            text,
            PRETRAINED,
            detail(weight),
            (task, tuner) -> tuner.method(source(task).weight(weight)))
        .prepared(this::source);
  }

  private static String detail(Ramp weight) {
    return "source of "
        + SOURCE
        + " a class, weight "
        + weight.describe()
        + ", "
        + PER_BATCH
        + " in each batch";
  }

  private Side untrained(String text, Ramp weight) {
    return new Side(
            text,
            "convolutions of "
                + WIDTH
                + " channels and more, random weights; "
                + Side.detail(SCRATCH, NORMS)
                + (weight.isZero() ? "" : "; " + detail(weight)),
            task -> {
              FineTuner.Builder tuner =
                  NORMS.on(
                      Side.tuner(task, FineTuner.of(SmallNetwork.of(WIDTH, task.seed())), SCRATCH));
              if (!weight.isZero()) {
                tuner.method(source(task).weight(weight));
              }
              return task.score(tuner.build().fit(task.split()).model());
            })
        .prepared(weight.isZero() ? task -> {} : this::source);
  }

  private JointTraining source(Task task) throws IOException {
    JointTraining source = sources.get(task.seed());
    if (source == null) {
      source = drawn(task);
      sources.put(task.seed(), source);
    }
    return source;
  }

  private static JointTraining drawn(Task task) throws IOException {
    Bench bench = task.bench();
    Path folder = bench.folder().resolve("source");
    Seed seed = Seed.of(task.seed().derive("trial-source"));
    Map<String, Integer> perClass = Map.of("train", bench.pictures(SOURCE));
    DrawnFolder.write(DrawnTask.source(), folder, perClass, Bench.SIZE * 5 / 4, seed);
    ImageFolder pictures = ImageFolder.scan(folder.resolve("train"));
    List<ImageItem> items =
        pictures.items().stream()
            .map(item -> new ImageItem(item.file(), "source/" + item.id(), item.label()))
            .toList();
    return JointTraining.of(items, pictures.labels()).perBatch(PER_BATCH);
  }
}
