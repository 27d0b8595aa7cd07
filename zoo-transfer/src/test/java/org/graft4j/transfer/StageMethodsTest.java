package org.graft4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Seed;
import org.graft4j.engine.Trunk;
import org.graft4j.model.Backbone;
import org.graft4j.model.Head;
import org.graft4j.train.EarlyStopping;
import org.graft4j.train.TrainingEvent;
import org.graft4j.train.TrainingInterruptedException;
import org.graft4j.train.WeightAveraging;
import org.graft4j.train.objective.CrossEntropy;
import org.graft4j.train.objective.FeatureTerm;
import org.graft4j.train.objective.Loss;
import org.graft4j.train.objective.StepBatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What a method is given, and what becomes of what it adds, on both ways to the network. */
class StageMethodsTest {
  @TempDir static Path folder;
  private static DatasetSplit split;
  private static List<ImageItem> others;

  @TempDir Path own;

  @BeforeAll
  static void draw() {
    split = SmallTask.split(folder.resolve("pictures"), 1);
    others =
        SmallTask.split(folder.resolve("others"), 2).train().stream()
            .limit(7)
            .map(item -> new ImageItem(item.file(), "others/" + item.id(), item.label() + 20))
            .toList();
  }

  static List<FineTunePlan> plans() {
    return List.of(
        FineTunePlan.linearProbe(3), FineTunePlan.headThenAll(1, 3), FineTunePlan.full(3));
  }

  private static FineTuner.Builder tuner(FineTunePlan plan) {
    return FineTuner.of(SmallTask.backbone(3))
        .head(Head.linear(split.labels(), 0.3))
        .plan(plan)
        .augmentation(SmallTask.BLOT)
        .views(2)
        .batchSize(16)
        .seed(Seed.of(9));
  }

  /** Looks at every batch, and holds what the network is shown against what it was promised. */
  private record Looking(List<StepBatch> seen, List<Double> distances) implements TransferMethod {
    @Override
    public String describe() {
      return "looking";
    }

    @Override
    public StageAdditions prepare(StageContext stage) throws IOException {
      Backbone backbone = stage.backbone();
      List<ImageItem> all = new ArrayList<>(stage.split().train());
      all.addAll(others);
      String vertex = stage.frontier().orElse("pool");
      StageContext.KeptRows rows = stage.rowsOf(backbone.graph(), vertex, backbone.input(), all);
      FeatureTerm term = new Look(this, stage, vertex, rows);
      return new StageAdditions(
          List.of(term),
          List.of(),
          Optional.of(new Beside(stage.loss())),
          Optional.of(new Numbers()),
          Optional.of(new StageAdditions.Companions(others, 3)));
    }
  }

  private record Look(Looking method, StageContext stage, String vertex, StageContext.KeptRows rows)
      implements FeatureTerm {
    @Override
    public String name() {
      return "look";
    }

    @Override
    public double weight(double progress) {
      return 1;
    }

    @Override
    public double compute(INDArray output, StepBatch batch, INDArray slope) {
      method.seen().add(batch);
      float[] promised = rows.rows(batch.ids(), batch.epoch());
      if (stage.frontier().isPresent()) {
        method.distances().add(distance(batch.features(), promised));
      } else {
        try (Trunk trunk = Trunk.upTo(stage.backbone().graph(), vertex);
            INDArray shown = trunk.output(batch.features())) {
          method.distances().add(distance(shown, promised));
        }
      }
      return 0;
    }

    private static double distance(INDArray shown, float[] promised) {
      float[] values = shown.dup('c').data().asFloat();
      return IntStream.range(0, values.length)
          .mapToDouble(i -> Math.abs(values[i] - promised[i]))
          .max()
          .orElseThrow();
    }
  }

  /** Two columns: the length of the id, and the epoch. */
  private record Numbers() implements StageAdditions.TargetColumns {
    @Override
    public int width() {
      return 2;
    }

    @Override
    public float[] columns(List<String> ids, int epoch) {
      float[] columns = new float[2 * ids.size()];
      for (int i = 0; i < ids.size(); i++) {
        columns[2 * i] = ids.get(i).length();
        columns[2 * i + 1] = epoch;
      }
      return columns;
    }
  }

  /** The run's loss over labels that have two columns beside them. */
  private record Beside(Loss loss) implements Loss {
    @Override
    public double compute(double[] logits, double[] targets, int rows, double[] slope) {
      int classes = logits.length / rows;
      double[] labels = new double[logits.length];
      for (int i = 0; i < logits.length; i++) {
        labels[i] = targets[i / classes * (classes + 2) + i % classes];
      }
      return loss.compute(logits, labels, rows, slope);
    }

    @Override
    public int targetWidth(int classes) {
      return classes + 2;
    }

    @Override
    public String describe() {
      return loss.describe() + " beside";
    }
  }

  @ParameterizedTest
  @MethodSource("plans")
  void rowsOf_whileTheStageRuns_areOfTheVeryViewsThatAreShown(FineTunePlan plan)
      throws IOException {
    Looking looking = new Looking(new ArrayList<>(), new ArrayList<>());

    tuner(plan).method(looking).build().fit(split);

    assertThat(looking.distances()).isNotEmpty().allMatch(d -> d < 1e-5);
  }

  @ParameterizedTest
  @MethodSource("plans")
  void companions_inEachBatch_comeAfterItsOwnWithoutLabels(FineTunePlan plan) throws IOException {
    Looking looking = new Looking(new ArrayList<>(), new ArrayList<>());

    tuner(plan).method(looking).build().fit(split);

    for (StepBatch batch : looking.seen()) {
      int n = batch.ids().size();
      assertThat(batch.features().size(0)).isEqualTo(n);
      assertThat(batch.ids().subList(n - 3, n)).allMatch(id -> id.startsWith("others/"));
      assertThat(batch.ids().subList(0, n - 3)).noneMatch(id -> id.startsWith("others/"));
      for (int row = 0; row < n; row++) {
        double first = batch.labels().getDouble(row, split.labels().size());
        assertThat(first).isEqualTo(row < n - 3 ? batch.ids().get(row).length() : 0);
      }
    }
  }

  /** A term may hold a network of its own, which must not outlive a run that comes to nothing. */
  @Test
  void terms_whenALaterMethodRefuses_areClosed() {
    boolean[] closed = {false};
    TransferMethod refusing =
        new Giving("refusing") {
          @Override
          public StageAdditions prepare(StageContext stage) {
            throw new IllegalArgumentException("not with me");
          }
        };

    assertThatThrownBy(
            () ->
                tuner(FineTunePlan.full(1))
                    .method(new Giving("giving", new Closing(closed)))
                    .method(refusing)
                    .build()
                    .fit(split))
        .hasMessage("not with me");
    assertThat(closed[0]).isTrue();
  }

  private static class Giving implements TransferMethod {
    private final String name;
    private final FeatureTerm[] terms;

    Giving(String name, FeatureTerm... terms) {
      this.name = name;
      this.terms = terms;
    }

    @Override
    public String describe() {
      return name;
    }

    @Override
    public StageAdditions prepare(StageContext stage) throws IOException {
      return StageAdditions.terms(terms);
    }
  }

  private static final class Closing implements FeatureTerm, AutoCloseable {
    private final boolean[] closed;

    Closing(boolean[] closed) {
      this.closed = closed;
    }

    @Override
    public String name() {
      return "closing";
    }

    @Override
    public String vertex() {
      return "pool";
    }

    @Override
    public double weight(double progress) {
      return 1;
    }

    @Override
    public double compute(INDArray output, StepBatch batch, INDArray slope) {
      return 0;
    }

    @Override
    public void close() {
      closed[0] = true;
    }
  }

  @Test
  void methods_ofOneKind_areRefusedByTheirDescriptions() {
    assertThatThrownBy(
            () ->
                tuner(FineTunePlan.full(1))
                    .method(new Giving("one", new Closing(new boolean[1])))
                    .method(new Giving("other", new Closing(new boolean[1])))
                    .build()
                    .fit(split))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "methods of a run must be of different kinds, but two add 'closing': one; other");
  }

  /** Seven companions, three a batch: each is seen three times in seven batches. */
  @Test
  void companions_overManyBatches_goInRounds() throws IOException {
    Looking looking = new Looking(new ArrayList<>(), new ArrayList<>());

    tuner(FineTunePlan.linearProbe(3)).method(looking).build().fit(split);

    List<String> order =
        looking.seen().stream()
            .map(StepBatch::ids)
            .distinct()
            .flatMap(ids -> ids.subList(ids.size() - 3, ids.size()).stream())
            .toList();
    assertThat(order.subList(0, 7)).doesNotHaveDuplicates();
    assertThat(order.subList(7, 14)).containsExactlyInAnyOrderElementsOf(order.subList(0, 7));
  }

  @Test
  void companions_withIdsOfTheSplit_areRefused() {
    TransferMethod twice =
        new Bringing(new StageAdditions.Companions(split.train().subList(0, 2), 1));

    assertThatThrownBy(() -> tuner(FineTunePlan.full(1)).method(twice).build().fit(split))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must have other ids")
        .hasMessageContaining(split.train().get(0).id());
  }

  private record Bringing(StageAdditions.Companions companions) implements TransferMethod {
    @Override
    public String describe() {
      return "bringing";
    }

    @Override
    public StageAdditions prepare(StageContext stage) {
      return new StageAdditions(
          List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.of(companions));
    }
  }

  /** A scale of its own over the features, which the optimizer moves. */
  private record Scaling() implements TransferMethod {
    @Override
    public String describe() {
      return "scaling";
    }

    @Override
    public StageAdditions prepare(StageContext stage) {
      return new StageAdditions(
          List.of(new Scale(Nd4j.ones(1, 1), Nd4j.zeros(1, 1))),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.of(new StageAdditions.Companions(others, 3)));
    }
  }

  private record Scale(INDArray factor, INDArray factorSlope) implements FeatureTerm {
    @Override
    public String name() {
      return "scale";
    }

    @Override
    public String vertex() {
      return "pool";
    }

    @Override
    public double weight(double progress) {
      return 0.1;
    }

    /** {@code (s f - 1)^2 / 2}, the mean over all features. */
    @Override
    public double compute(INDArray output, StepBatch batch, INDArray slope) {
      double s = factor.getDouble(0);
      INDArray rest = output.mul(s).subi(1);
      slope.assign(rest).muli(s / output.length());
      factorSlope.assign(rest.mul(output).sumNumber().doubleValue() / output.length());
      return rest.mul(rest).sumNumber().doubleValue() / 2 / output.length();
    }

    @Override
    public Map<String, INDArray> parameters() {
      return Map.of("s", factor);
    }

    @Override
    public Map<String, INDArray> slopes() {
      return Map.of("s", factorSlope);
    }
  }

  @ParameterizedTest
  @MethodSource("plans")
  void resume_withTermsOwnParametersAndCompanions_givesTheSameBytes(FineTunePlan plan)
      throws Exception {
    FineTunePlan kept = plan.keepingOptimizerState();
    byte[] whole = SmallTask.bundle(tuner(kept).method(new Scaling()).build().fit(split), own);
    Path checkpoint = own.resolve("run.checkpoint");
    int[] batches = {0};
    FineTuner stopped =
        tuner(kept)
            .method(new Scaling())
            .checkpoint(checkpoint)
            .listener(event -> batches[0] += event instanceof TrainingEvent.BatchDone ? 1 : 0)
            .stopWhen(() -> batches[0] >= 7)
            .build();
    assertThatThrownBy(() -> stopped.fit(split)).isInstanceOf(TrainingInterruptedException.class);

    FineTuneResult result =
        tuner(kept).method(new Scaling()).checkpoint(checkpoint).resume(true).build().fit(split);

    assertThat(SmallTask.bundle(result, own)).isEqualTo(whole);
  }

  @Test
  void resume_withoutTheMethod_isAnotherRun() throws Exception {
    Path checkpoint = own.resolve("run.checkpoint");
    tuner(FineTunePlan.full(1)).method(new Scaling()).checkpoint(checkpoint).build().fit(split);

    assertThatThrownBy(
            () ->
                tuner(FineTunePlan.full(1)).checkpoint(checkpoint).resume(true).build().fit(split))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("methods was scaling, but is none");
  }

  @Test
  void method_thatChangesNothing_isNotAskedAndLeavesTheBytes() throws Exception {
    TransferMethod none =
        new TransferMethod() {
          @Override
          public String describe() {
            return "none";
          }

          @Override
          public boolean changesNothing() {
            return true;
          }

          @Override
          public StageAdditions prepare(StageContext stage) {
            throw new AssertionError("must not be asked");
          }
        };
    FineTunePlan plan = FineTunePlan.headThenAll(1, 1);

    assertThat(SmallTask.bundle(tuner(plan).method(none).build().fit(split), own))
        .isEqualTo(SmallTask.bundle(tuner(plan).build().fit(split), own));
  }

  /** A stage that ends early has no average yet: it would be left plain, and called averaged. */
  @Test
  void swa_withEarlyStopping_isRefused() {
    FineTuner tuner =
        tuner(FineTunePlan.full(4))
            .averaging(WeightAveraging.swa())
            .earlyStopping(EarlyStopping.after(2))
            .build();

    assertThatThrownBy(() -> tuner.fit(split))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("averaging must not be SWA with early stopping");
  }

  @Test
  void loss_withSmoothingBeside_isRefused() {
    assertThatThrownBy(
            () ->
                tuner(FineTunePlan.full(1)).loss(CrossEntropy.plain()).labelSmoothing(0.1).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("labelSmoothing must be part of the loss");
  }

  /** The state that a stage leaves: with it a plan in two stages goes another way than without. */
  @Test
  void keepingOptimizerState_overStages_changesTheRun() throws IOException {
    FineTunePlan plan = FineTunePlan.headThenAll(1, 1);
    INDArray fresh = tuner(plan).build().fit(split).graph().getParam("head_W");
    INDArray kept =
        tuner(plan.keepingOptimizerState()).build().fit(split).graph().getParam("head_W");

    assertThat(kept.distance2(fresh)).isNotCloseTo(0, within(1e-6));
  }
}
