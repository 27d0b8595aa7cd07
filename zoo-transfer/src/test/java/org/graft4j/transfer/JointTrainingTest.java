package org.graft4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.BatchSource;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.data.PictureBatches;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.Head;
import org.graft4j.model.WeightsCard;
import org.graft4j.train.EpochRecord;
import org.graft4j.train.Optimizer;
import org.graft4j.train.Schedule;
import org.graft4j.train.TrainingEvent;
import org.graft4j.train.TrainingInterruptedException;
import org.graft4j.train.TrainingLoop;
import org.graft4j.train.TrainingSettings;
import org.graft4j.train.objective.CrossEntropy;
import org.graft4j.train.objective.FeatureTerm;
import org.graft4j.train.objective.Objective;
import org.graft4j.train.objective.Ramp;
import org.graft4j.transfer.joint.JointTraining;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Joint training through {@link FineTuner}, and its arithmetic in the loop. */
class JointTrainingTest {
  private static final int BATCHES = 3;

  @TempDir static Path folder;
  @TempDir Path own;
  private static DatasetSplit split;
  private static List<ImageItem> source;
  private static LabelMap labels;

  private final Backbone backbone = SmallTask.backbone(3);

  @BeforeAll
  static void draw() {
    split = SmallTask.split(folder.resolve("pictures"), 1);
    DatasetSplit other = SmallTask.split(folder.resolve("other"), 2);
    labels = LabelMap.of(other.labels().names().stream().map(name -> "a " + name).toList());
    source = other.train().stream().map(JointTrainingTest::renamed).toList();
  }

  private static ImageItem renamed(ImageItem item) {
    return new ImageItem(item.file(), "source/" + item.id(), item.label());
  }

  private static JointTraining joint() {
    return JointTraining.of(source, labels).perBatch(8);
  }

  private FineTuner.Builder tuner(FineTunePlan plan) {
    return FineTuner.of(backbone)
        .head(Head.linear(split.labels()))
        .plan(plan)
        .batchSize(16)
        .seed(Seed.of(9));
  }

  private static FineTunePlan plan(Scope scope) {
    return new FineTunePlan(List.of(new Stage("only", scope, 2, LearningRates.uniform(1e-2))));
  }

  @Test
  void weightZero_leavesTheBytes() throws Exception {
    FineTunePlan plan = FineTunePlan.headThenAll(1, 1);

    byte[] without = SmallTask.bundle(tuner(plan).build().fit(split), own);
    byte[] with = SmallTask.bundle(tuner(plan).method(joint().weight(0)).build().fit(split), own);

    assertThat(with).isEqualTo(without);
  }

  @Test
  void headAlone_targetsModel_isThatWithoutSource() throws Exception {
    ComputationGraph without = tuner(FineTunePlan.linearProbe(2)).build().fit(split).graph();
    ComputationGraph with =
        tuner(FineTunePlan.linearProbe(2)).method(joint()).build().fit(split).graph();

    // Another batch size rounds otherwise.
    assertThat(with.params().distance2(without.params())).isLessThan(1e-4);
    assertThat(with.getLayers()).hasSameSizeAs(without.getLayers());
  }

  @Test
  void fromGroup_frozenGroups_areEqualBitForBitAndTheTrunkDiffers() throws Exception {
    Map<String, INDArray> before = SmallTask.copy(backbone.graph());
    ComputationGraph without = tuner(plan(new Scope.From("high"))).build().fit(split).graph();
    ComputationGraph with =
        tuner(plan(new Scope.From("high"))).method(joint()).build().fit(split).graph();

    for (String name : List.of("conv1_W", "bn1_gamma", "bn1_beta", "bn1_mean", "bn1_var")) {
      assertThat(with.getParam(name)).as(name).isEqualTo(before.get(name));
    }
    assertThat(with.getParam("conv2_W").distance2(without.getParam("conv2_W"))).isGreaterThan(1e-3);
    assertThat(SmallTask.copy(backbone.graph())).isEqualTo(before);
  }

  @Test
  void trainPolicy_statistics_areOfBothKindsOfPictures() throws Exception {
    UnaryOperator<FineTuner.Builder> train = b -> b.batchNorm(BatchNormPolicy.TRAIN);
    FineTunePlan plan = plan(new Scope.All()).withRatesTimes(1e-9);

    ComputationGraph without = train.apply(tuner(plan)).build().fit(split).graph();
    ComputationGraph with = train.apply(tuner(plan)).method(joint()).build().fit(split).graph();

    assertThat(with.getParam("bn1_mean").distance2(without.getParam("bn1_mean")))
        .isGreaterThan(1e-4);
  }

  @Test
  void history_term_isTheSourcesLossAndFalls() throws Exception {
    List<EpochRecord> history =
        tuner(FineTunePlan.linearProbe(20).withRatesTimes(3))
            .method(joint().weight(0.5))
            .build()
            .fit(split)
            .history();

    double first = history.get(0).terms().get("source");
    double last = history.get(19).terms().get("source");
    // Eight classes, from scratch, at half weight.
    assertThat(first).isBetween(0.4 * Math.log(8), 0.8 * Math.log(8));
    assertThat(last).isLessThan(0.95 * first);
  }

  /** The source head goes on from stage to stage, and over an interruption. */
  @ParameterizedTest
  @ValueSource(ints = {1, BATCHES, 2 * BATCHES + 1, 3 * BATCHES})
  void resume_givesTheBytesOfAnUninterruptedRun(int stopAfter) throws Exception {
    FineTunePlan plan = FineTunePlan.headThenAll(2, 2);
    JointTraining joint = joint().weight(Ramp.sigmoid(1));
    byte[] whole = SmallTask.bundle(tuner(plan).method(joint).build().fit(split), own);
    Path file = own.resolve("joint.checkpoint");
    int[] done = {0};
    FineTuner first =
        tuner(plan)
            .method(joint)
            .checkpoint(file)
            .listener(event -> done[0] += event instanceof TrainingEvent.BatchDone ? 1 : 0)
            .stopWhen(() -> done[0] >= stopAfter)
            .build();
    assertThatThrownBy(() -> first.fit(split)).isInstanceOf(TrainingInterruptedException.class);

    FineTuneResult resumed =
        tuner(plan).method(joint).checkpoint(file).resume(true).build().fit(split);

    assertThat(SmallTask.bundle(resumed, own)).isEqualTo(whole);
  }

  @Test
  void secondStage_sourceHead_goesOnWhereTheFirstEnded() throws Exception {
    LearningRates rates = LearningRates.uniform(3e-2);
    Stage probe = new Stage("head", new Scope.HeadOnly(), 30, rates);
    Stage all = new Stage("all", new Scope.All(), 1, LearningRates.uniform(1e-6));

    List<EpochRecord> history =
        tuner(new FineTunePlan(List.of(probe, all))).method(joint()).build().fit(split).history();

    double begin = history.get(0).terms().get("source");
    double end = history.get(29).terms().get("source");
    assertThat(end).isLessThan(0.97 * begin);
    assertThat(history.get(30).terms().get("source")).isLessThan((begin + end) / 2);
  }

  @Test
  void head_classesThatTheBackboneKnows_beginWithItsWeights() throws Exception {
    List<String> names = List.of("a", "b", "c", "d", "e");
    WeightsCard card =
        new WeightsCard(
            "custom.small",
            "custom",
            Optional.empty(),
            backbone.input(),
            names,
            "unknown",
            "drawn",
            "0".repeat(64));
    Backbone knowing =
        new Backbone(
            "custom",
            backbone.graph(),
            backbone.input(),
            backbone.groups(),
            "pool",
            8,
            Optional.of(card));
    FeatureTerm term = prepared(knowing, LabelMap.of(List.of("new", "d", "b")));

    INDArray weights = term.parameters().get("W");
    for (int i = 0; i < 8; i++) {
      assertThat(weights.getDouble(i, 1))
          .isEqualTo(backbone.graph().getParam("fc_W").getDouble(i, 3));
      assertThat(weights.getDouble(i, 2))
          .isEqualTo(backbone.graph().getParam("fc_W").getDouble(i, 1));
      assertThat(Math.abs(weights.getDouble(i, 0))).isLessThanOrEqualTo(Math.sqrt(6.0 / 11));
    }
  }

  private static FeatureTerm prepared(Backbone of, LabelMap classes) throws Exception {
    List<ImageItem> items =
        source.stream().map(i -> new ImageItem(i.file(), i.id(), i.label() % 3)).toList();
    return JointTraining.of(items, classes)
        .weight(0.3)
        .prepare(new SettingOf(of, split))
        .terms()
        .get(0);
  }

  /** In double precision, through the loop: what a step of each alone moves, added up. */
  @Test
  void step_jointGradient_isTheSumOfTheTwo() throws Exception {
    ComputationGraph start =
        GraphEdits.withFixedStatistics(
                GraphEdits.withFrozen(
                    Graft.onto(backbone, Head.linear(split.labels()), Seed.of(1)), v -> false),
                v -> true)
            .convertDataType(DataType.DOUBLE);
    BatchSource both = oneBatch(true, true);

    INDArray joint = moved(start, both, 0.3);
    INDArray target = moved(start, both, 0);
    INDArray ofSource = moved(start, oneBatch(false, true), 1);

    INDArray sum = target.add(ofSource.mul(0.3));
    assertThat(joint.distance2(sum)).isLessThan(1e-9 * joint.norm2Number().doubleValue());
    assertThat(ofSource.norm2Number().doubleValue()).isGreaterThan(1e-6);
    assertThat(target.norm2Number().doubleValue()).isGreaterThan(1e-6);
  }

  /** By how much one step of gradient descent at rate 1 moves the network. */
  private INDArray moved(ComputationGraph start, BatchSource data, double weight) throws Exception {
    ComputationGraph graph = start.clone();
    FeatureTerm made =
        JointTraining.of(source, labels)
            .weight(weight)
            .prepare(new SettingOf(backbone, split, DataType.DOUBLE))
            .terms()
            .get(0);
    TrainingLoop.train(
        graph,
        TrainingSettings.of(data, 1, 1)
            .optimizer(Optimizer.sgd(0))
            .schedule(Schedule.constant())
            .objective(new Objective(CrossEntropy.plain(), List.of(made), List.of()))
            .unlabelledRows(true)
            .build());
    return graph.params().sub(start.params());
  }

  /** Six target pictures, with labels or without, then eight of the source. */
  private BatchSource oneBatch(boolean labelled, boolean withSource) {
    List<ImageItem> items = new ArrayList<>(split.train().subList(0, 6));
    items.addAll(withSource ? source.subList(0, 8) : List.of());
    DataSet read =
        PictureBatches.evaluation(items, labels, backbone.input(), items.size()).epoch(0).next();
    INDArray targets = read.getLabels().castTo(DataType.DOUBLE);
    for (int row = labelled ? 6 : 0; row < items.size(); row++) {
      for (int c = 0; c < targets.size(1); c++) {
        targets.putScalar(new long[] {row, c}, 0);
      }
    }
    DataSet batch = new DataSet(read.getFeatures().castTo(DataType.DOUBLE), targets);
    batch.setExampleMetaData(items.stream().map(ImageItem::id).toList());
    return new BatchSource() {
      @Override
      public DataSetIterator epoch(int epoch) {
        return new ExistingDataSetIterator(List.of(batch));
      }

      @Override
      public int examples() {
        return items.size();
      }

      @Override
      public int batches() {
        return 1;
      }
    };
  }

  @Test
  void of_nothingToLearnFrom_isRefused() {
    assertThatThrownBy(() -> JointTraining.of(List.of(), labels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("source pictures must not be empty");
    assertThatThrownBy(() -> JointTraining.of(source, LabelMap.of(List.of("one"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("source labels must be at least 2 classes")
        .hasMessageContaining("but were [one]");
    assertThatThrownBy(() -> JointTraining.of(source, LabelMap.of(List.of("one", "two"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of 2");
    assertThatThrownBy(() -> JointTraining.of(List.of(source.get(0), source.get(0)), labels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("came twice");
    assertThatThrownBy(() -> joint().perBatch(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("perBatch must be positive, but was 0");
    assertThatThrownBy(() -> joint().weight(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Also a picture that is only validated on. */
  @Test
  void fit_pictureInBothSets_isRefusedByName() {
    List<ImageItem> items = new ArrayList<>(source);
    items.add(split.validation().get(0));
    FineTuner tuner =
        tuner(FineTunePlan.linearProbe(1)).method(JointTraining.of(items, labels)).build();

    assertThatThrownBy(() -> tuner.fit(split))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + split.validation().get(0).id() + "' is in both");
  }

  /** Another id and another way to the file. */
  @Test
  void fit_fileThatIsValidatedOn_isRefusedWhateverItsId() throws Exception {
    ImageItem scored = split.validation().get(0);
    Path link = Files.createSymbolicLink(own.resolve("link.png"), scored.file().toAbsolutePath());
    List<ImageItem> items = new ArrayList<>(source);
    items.add(new ImageItem(link, "source/link.png", 0));
    FineTuner tuner =
        tuner(FineTunePlan.linearProbe(1)).method(JointTraining.of(items, labels)).build();

    assertThatThrownBy(() -> tuner.fit(split))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'source/link.png' is the same file as '" + scored.id() + "'");
  }

  /** So that a run is not taken up with other pictures. */
  @Test
  void describe_replacedFile_differs() throws Exception {
    Path file = Files.copy(source.get(0).file(), own.resolve("a.png"));
    List<ImageItem> items = List.of(new ImageItem(file, "source/a.png", 0));
    String before = JointTraining.of(items, labels).describe();
    Files.copy(source.get(1).file(), file, StandardCopyOption.REPLACE_EXISTING);

    assertThat(JointTraining.of(items, labels).describe()).isNotEqualTo(before);
  }

  @Test
  void describe_otherSourceOrWeight_differs() {
    assertThat(joint().describe())
        .startsWith("joint training with 40 pictures of 8 classes (")
        .endsWith("), weight 1.0, 8 in each batch")
        .isEqualTo(joint().describe())
        .isNotEqualTo(joint().weight(0.5).describe())
        .isNotEqualTo(JointTraining.of(source.subList(1, 40), labels).perBatch(8).describe());
  }
}
