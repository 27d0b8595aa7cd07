package org.graft4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.model.Head;
import org.graft4j.model.TrainedModel;
import org.graft4j.transfer.distill.Distillation;
import org.graft4j.transfer.distill.GrowingStudent;
import org.graft4j.transfer.distill.SelfDistillation;
import org.graft4j.zoo.adapt.Deeper;
import org.graft4j.zoo.adapt.Wider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What begins with a trained model: training on, a grown network, the next generation. */
class ContinuationTest {

  /** So slow that the last bits alone can change. */
  private static final FineTunePlan HARDLY_AT_ALL =
      new FineTunePlan(List.of(new Stage("all", new Scope.All(), 1, LearningRates.uniform(1e-12))));

  @TempDir static Path folder;
  private static DatasetSplit split;
  private static TrainedModel trained;

  @BeforeAll
  static void train() throws Exception {
    split = SmallTask.split(folder.resolve("pictures"), 1);
    trained =
        FineTuner.of(SmallTask.backbone(3))
            .head(Head.linear(split.labels()))
            .plan(FineTunePlan.headThenAll(3, 2))
            .build()
            .fit(split)
            .model();
  }

  private static FineTuner.Builder tuner(Backbone backbone) {
    return FineTuner.of(backbone).head(Head.linear(split.labels())).seed(Seed.of(2));
  }

  private static INDArray pictures() {
    double[] values = new double[4 * 3 * SmallTask.SIZE * SmallTask.SIZE];
    var random = Seed.of(5).stream("pictures");
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian();
    }
    return Nd4j.createFromArray(values)
        .castTo(DataType.FLOAT)
        .reshape('c', 4, 3, SmallTask.SIZE, SmallTask.SIZE);
  }

  private static void assertSameAnswers(ComputationGraph one, ComputationGraph other) {
    double[] expected = other.outputSingle(pictures()).dup('c').data().asDouble();
    assertThat(one.outputSingle(pictures()).dup('c').data().asDouble())
        .containsExactly(expected, within(1e-5));
  }

  @Test
  void fit_startingFromATrainedModel_beginsWithItsAnswersAndLeavesIt() throws Exception {
    Map<String, INDArray> before = SmallTask.copy(trained.graph());

    FineTuneResult on =
        tuner(SmallTask.backbone(3)).startingFrom(trained).plan(HARDLY_AT_ALL).build().fit(split);

    assertSameAnswers(on.graph(), trained.graph());
    assertThat(SmallTask.copy(trained.graph())).isEqualTo(before);
    assertThat(on.model().provenance().facts().get("head")).contains("begun with a trained model");
  }

  @Test
  void fit_startingFromAModelWithClassesInAnotherOrder_takesThemByName() throws Exception {
    List<String> names = new ArrayList<>(split.labels().names());
    Collections.reverse(names);
    TrainedModel renamed =
        new TrainedModel(
            trained.graph(), trained.input(), LabelMap.of(names), trained.provenance());

    ComputationGraph on =
        tuner(SmallTask.backbone(3))
            .startingFrom(renamed)
            .plan(HARDLY_AT_ALL)
            .build()
            .fit(split)
            .graph();

    double[] was = trained.graph().outputSingle(pictures()).dup('c').data().asDouble();
    double[] is = on.outputSingle(pictures()).dup('c').data().asDouble();
    int classes = names.size();
    for (int i = 0; i < was.length; i++) {
      assertThat(is[i - i % classes + classes - 1 - i % classes]).isCloseTo(was[i], within(1e-5));
    }
  }

  @Test
  void fit_startingFromAModelOfOtherClasses_isRefused() {
    List<String> names = new ArrayList<>(split.labels().names());
    names.set(0, "unicorn");
    TrainedModel other =
        new TrainedModel(
            trained.graph(), trained.input(), LabelMap.of(names), trained.provenance());

    assertThatThrownBy(() -> tuner(SmallTask.backbone(3)).startingFrom(other).build().fit(split))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the model to start from must have the same classes");
  }

  /** Net2Net: wider and deeper, head and all, before a step is taken. */
  @Test
  void grownStudent_beginsWithTheAnswersOfTheSmallOne() throws Exception {
    Seed seed = Seed.of(4);
    GrowingStudent large =
        GrowingStudent.of(trained, SmallTask.backbone(3).groups())
            .grown(b -> Wider.by(b, 2, 0, seed))
            .grown(b -> Deeper.byBlock(b, "relu2", seed));

    assertThat(large.backbone().featureWidth()).isEqualTo(16);
    assertThat(large.model().graph().numParams()).isGreaterThan(3 * trained.graph().numParams());
    assertSameAnswers(large.model().graph(), trained.graph());
    FineTuneResult on = large.fineTuner().plan(HARDLY_AT_ALL).build().fit(split);
    assertSameAnswers(on.graph(), trained.graph());
  }

  @Test
  void grownStudent_trainedOn_movesTheNewLayers() throws Exception {
    GrowingStudent large =
        GrowingStudent.of(trained, SmallTask.backbone(3).groups())
            .grown(b -> Deeper.byBlock(b, "relu2", Seed.of(4)));
    Map<String, INDArray> before = SmallTask.copy(large.model().graph());

    ComputationGraph on =
        large
            .fineTuner()
            .plan(
                new FineTunePlan(
                    List.of(new Stage("all", new Scope.All(), 1, LearningRates.uniform(1e-2)))))
            .build()
            .fit(split)
            .graph();

    before.forEach(
        (name, values) -> {
          if (name.contains(".deeper") && name.endsWith("_gamma")) {
            assertThat(on.getParam(name)).as(name).isNotEqualTo(values);
          }
        });
    assertThat(before.keySet()).anyMatch(name -> name.contains(".deeper"));
  }

  /** The second is what distilling from the first by hand gives. */
  @Test
  void generations_ofTwo_isDistillingFromTheFirst() throws Exception {
    FineTunePlan plan = FineTunePlan.linearProbe(3);

    SelfDistillation.Generations born =
        SelfDistillation.generations(2)
            .softTargets(2, 0.6)
            .train(split, generation -> tuner(SmallTask.backbone(3)).plan(plan));

    FineTuneResult first = tuner(SmallTask.backbone(3)).plan(plan).build().fit(split);
    FineTuneResult second =
        tuner(SmallTask.backbone(3))
            .plan(plan)
            .method(Distillation.from(first.model()).softTargets(2, 0.6).build())
            .build()
            .fit(split);
    assertThat(born.all()).hasSize(2);
    assertThat(SmallTask.copy(born.all().get(0).graph())).isEqualTo(SmallTask.copy(first.graph()));
    assertThat(SmallTask.copy(born.last().graph())).isEqualTo(SmallTask.copy(second.graph()));
    assertThat(SmallTask.copy(born.last().graph())).isNotEqualTo(SmallTask.copy(first.graph()));
  }

  @Test
  void generations_withOneBuilderForAll_areRefused() {
    FineTuner.Builder one = tuner(SmallTask.backbone(3)).plan(FineTunePlan.linearProbe(1));

    assertThatThrownBy(() -> SelfDistillation.generations(2).train(split, generation -> one))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "tuner must give a new builder for each generation, but gave the same for number 1");
  }
}
