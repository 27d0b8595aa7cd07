package org.graft4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.BatchDraw;
import org.graft4j.data.BatchMixing;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.features.FeatureCache;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.Head;
import org.graft4j.model.TrainedModel;
import org.graft4j.train.Optimizer;
import org.graft4j.train.TrainingEvent;
import org.graft4j.train.TrainingInterruptedException;
import org.graft4j.transfer.distill.AttentionTransfer;
import org.graft4j.transfer.distill.Distillation;
import org.graft4j.transfer.distill.FeatureHint;
import org.graft4j.transfer.distill.RelationalDistillation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A student in the run of its teacher's answers and features. */
class DistillationRunTest {
  private static final LearningRates RATES = LearningRates.uniform(1e-2);
  private static final int BATCHES = 3;

  /** The head on cached features, then the upper group above a cached lower one, then all. */
  private static final FineTunePlan THREE_STAGES =
      new FineTunePlan(
          List.of(
              new Stage("head", new Scope.HeadOnly(), 1, RATES),
              new Stage("high", new Scope.From("high"), 2, RATES),
              new Stage("all", new Scope.All(), 1, RATES)));

  private static final FineTunePlan HIGH =
      new FineTunePlan(List.of(new Stage("high", new Scope.From("high"), 2, RATES)));

  @TempDir static Path folder;
  private static DatasetSplit split;
  private static TrainedModel teacher;
  private static byte[] uninterrupted;

  @TempDir Path own;

  @BeforeAll
  static void teach() throws Exception {
    split = SmallTask.split(folder.resolve("pictures"), 1);
    teacher =
        FineTuner.of(SmallTask.backbone(7))
            .head(Head.linear(split.labels()))
            .plan(FineTunePlan.linearProbe(5))
            .build()
            .fit(split)
            .model();
    uninterrupted =
        SmallTask.bundle(student(THREE_STAGES).method(everything()).build().fit(split), folder);
  }

  private static FineTuner.Builder student(FineTunePlan plan) {
    return FineTuner.of(SmallTask.backbone(3))
        .head(Head.linear(split.labels(), 0.3))
        .plan(plan)
        .augmentation(SmallTask.BLOT)
        .views(2)
        .batchSize(16)
        .seed(Seed.of(9));
  }

  /** Answers and all terms at once. */
  private static Distillation everything() {
    return Distillation.from(teacher)
        .softTargets(4, 0.7)
        .term(new FeatureHint("relu2", "relu1", 0.5))
        .term(new AttentionTransfer(Map.of("relu1", "relu2", "relu2", "relu2"), 100))
        .term(new RelationalDistillation(1, 2))
        .build();
  }

  private static Map<String, INDArray> parameters(FineTuner.Builder tuner) throws Exception {
    return SmallTask.copy(tuner.build().fit(split).graph());
  }

  @Test
  void fit_withAlphaAndWeightsOfZero_givesTheBytesOfARunWithoutTeacher() throws Exception {
    Distillation nothing =
        Distillation.from(teacher)
            .softTargets(4, 0)
            .term(new FeatureHint("relu2", "relu1", 0))
            .term(new RelationalDistillation(0, 0))
            .build();

    byte[] with = SmallTask.bundle(student(THREE_STAGES).method(nothing).build().fit(split), own);

    assertThat(with).isEqualTo(SmallTask.bundle(student(THREE_STAGES).build().fit(split), own));
  }

  /** The teacher looks at the pictures in its own size; larger maps are pooled to the smaller. */
  @Test
  void fit_withTeacherOfAnotherInput_comparesAtTheSmallerSize() throws Exception {
    TrainedModel larger =
        new TrainedModel(
            teacher.graph(),
            teacher.input().withSize(24, 20),
            teacher.labels(),
            teacher.provenance());

    FineTuneResult result =
        student(HIGH)
            .method(
                Distillation.from(larger)
                    .term(new FeatureHint("relu2", "relu1", 0.5))
                    .term(new AttentionTransfer(Map.of("relu2", "relu1"), 100))
                    .build())
            .build()
            .fit(split);

    assertThat(result.history().get(1).terms()).containsOnlyKeys("hint", "attention");
    assertThat(result.history().get(1).terms().values()).allMatch(value -> value > 0);
  }

  /** Law 3, and the teacher is not touched. */
  @Test
  void fit_withEverything_leavesFrozenPartAndTeacherBitForBit() throws Exception {
    Map<String, INDArray> teacherBefore = SmallTask.copy(teacher.graph());
    ComputationGraph backbone = SmallTask.backbone(3).graph();

    ComputationGraph trained = student(HIGH).method(everything()).build().fit(split).graph();

    for (String name : List.of("conv1_W", "bn1_gamma", "bn1_beta", "bn1_mean", "bn1_var")) {
      assertThat(trained.getParam(name)).as(name).isEqualTo(backbone.getParam(name));
    }
    assertThat(trained.getParam("bn2_mean")).isEqualTo(backbone.getParam("bn2_mean"));
    assertThat(trained.getParam("conv2_W")).isNotEqualTo(backbone.getParam("conv2_W"));
    assertThat(SmallTask.copy(teacher.graph())).isEqualTo(teacherBefore);
  }

  @Test
  void fit_withEverything_tellsEachTermByNameWhereItHasAPart() throws Exception {
    FineTuneResult result = student(THREE_STAGES).method(everything()).build().fit(split);

    assertThat(result.history().get(0).terms()).isEmpty();
    // Above the frozen lower group its last vertex is the input, which nothing moves.
    assertThat(result.history().get(1).terms()).containsOnlyKeys("hint", "attention", "relations");
    assertThat(result.history().get(2).terms().get("hint"))
        .isLessThan(result.history().get(1).terms().get("hint"));
  }

  /** In each stage, within and at the end of epochs: the projection is part of the state. */
  @ParameterizedTest
  @ValueSource(ints = {1, BATCHES + 1, 2 * BATCHES, 2 * BATCHES + 1, 3 * BATCHES + 1})
  void resume_withEverything_givesTheBytesOfAnUninterruptedRun(int stopAfter) throws Exception {
    Path checkpoint = own.resolve("run.checkpoint");
    int[] done = {0};
    FineTuner first =
        student(THREE_STAGES)
            .method(everything())
            .checkpoint(checkpoint)
            .listener(
                event -> {
                  if (event instanceof TrainingEvent.BatchDone) {
                    done[0]++;
                  }
                })
            .stopWhen(() -> done[0] >= stopAfter)
            .build();
    assertThatThrownBy(() -> first.fit(split)).isInstanceOf(TrainingInterruptedException.class);

    FineTuneResult resumed =
        student(THREE_STAGES)
            .method(everything())
            .checkpoint(checkpoint)
            .resume(true)
            .build()
            .fit(split);

    assertThat(SmallTask.bundle(resumed, own)).isEqualTo(uninterrupted);
  }

  /** Law 5: a row for each picture and view is computed once, and never again. */
  @Test
  void fit_twiceWithACache_asksTheTeacherOncePerPictureAndView() throws Exception {
    FineTunePlan probe = FineTunePlan.linearProbe(2);
    UnaryOperator<FineTuner.Builder> taught =
        tuner -> tuner.method(Distillation.from(teacher).build());
    try (FeatureCache cache = FeatureCache.open(own.resolve("cache"), 1L << 24)) {
      student(probe).cache(cache).build().fit(split);
      long ofTrunk = cache.statistics().misses();
      FineTuneResult first = taught.apply(student(probe)).cache(cache).build().fit(split);
      long ofTeacher = cache.statistics().misses() - ofTrunk;
      FineTuneResult second = taught.apply(student(probe)).cache(cache).build().fit(split);

      assertThat(ofTeacher).isEqualTo(2L * split.train().size());
      assertThat(cache.statistics().misses()).isEqualTo(ofTrunk + ofTeacher);
      assertThat(SmallTask.copy(second.graph())).isEqualTo(SmallTask.copy(first.graph()));
    }
  }

  /** Classes are matched by name. */
  @Test
  void fit_withTeacherWhoseClassesAreInAnotherOrder_isTheSame() throws Exception {
    List<String> names = new ArrayList<>(split.labels().names());
    Collections.reverse(names);
    ComputationGraph turned = GraphEdits.copy(teacher.graph());
    for (String name : List.of("head_W", "head_b")) {
      INDArray values = turned.getParam(name);
      double[] given = values.dup('c').data().asDouble();
      double[] backwards = new double[given.length];
      int last = names.size() - 1;
      for (int i = 0; i < given.length; i++) {
        int place = i % names.size();
        backwards[i - place + last - place] = given[i];
      }
      values.assign(Nd4j.createFromArray(backwards).reshape('c', values.shape()));
    }
    TrainedModel other =
        new TrainedModel(turned, teacher.input(), LabelMap.of(names), teacher.provenance());

    Map<String, INDArray> same =
        parameters(bySgd().method(Distillation.from(other).softTargets(1, 1).build()));

    Map<String, INDArray> plain =
        parameters(bySgd().method(Distillation.from(teacher).softTargets(1, 1).build()));
    plain.forEach(
        (name, values) -> assertThat(values.distance2(same.get(name))).as(name).isLessThan(1e-4));
  }

  /** Adam makes whole steps of rounding errors. */
  private static FineTuner.Builder bySgd() {
    return student(HIGH).optimizer(Optimizer.sgd(0.9));
  }

  @Test
  void fit_withTeacherOfOtherClasses_isRefusedByName() {
    List<String> names = new ArrayList<>(split.labels().names());
    String dropped = names.set(0, "unicorn");
    TrainedModel other =
        new TrainedModel(
            teacher.graph(), teacher.input(), LabelMap.of(names), teacher.provenance());

    assertThatThrownBy(() -> parameters(student(HIGH).method(Distillation.from(other).build())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the teacher must have the same classes, in any order, but lacks ["
                + dropped
                + "] and has [unicorn] besides");
  }

  @Test
  void fit_withTermsAtVerticesThatAreNotThere_isRefusedByName() {
    assertThatThrownBy(() -> parameters(with(new FeatureHint("relu3", "relu2", 1))))
        .hasMessageStartingWith(
            "unknown vertex of the student's backbone 'relu3'; did you mean 'relu");
    assertThatThrownBy(() -> parameters(with(new FeatureHint("relu2", "rellu2", 1))))
        .hasMessageStartingWith("unknown vertex of the teacher 'rellu2'; did you mean 'relu2'?");
  }

  private static FineTuner.Builder with(FeatureHint hint) {
    return student(HIGH).method(Distillation.from(teacher).term(hint).build());
  }

  @Test
  void fit_withAttentionOfARow_isRefused() {
    AttentionTransfer rows = new AttentionTransfer(Map.of("pool", "relu2"), 1);

    assertThatThrownBy(
            () -> parameters(student(HIGH).method(Distillation.from(teacher).term(rows).build())))
        .hasMessage(
            "attention transfer must have maps of more than one place, but 'pool' gives 8 numbers:"
                + " a feature hint compares rows");
  }

  /** Every example with all of its batch, labels and what is beside them alike. */
  private static final BatchMixing HALVES =
      new BatchMixing() {
        @Override
        public BatchDraw draw(RandomGenerator random) {
          return (features, labels) -> {
            features.divi(2).addi(features.meanNumber().doubleValue() / 2);
            labels.divi(2).addiRowVector(labels.mean(0));
          };
        }

        @Override
        public String describe() {
          return "halves";
        }
      };

  @Test
  void fit_withMixing_takesAnswersAndRefusesTerms() throws Exception {
    FineTuner.Builder answers =
        student(HIGH).mixing(HALVES).method(Distillation.from(teacher).build());
    FineTuner.Builder terms = student(HIGH).mixing(HALVES).method(everything());

    assertThat(answers.build().fit(split).history().get(1).trainLoss()).isPositive();
    assertThatThrownBy(() -> terms.build().fit(split))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "must have pictures that are not mixed, but the run mixes them by halves");
  }
}
