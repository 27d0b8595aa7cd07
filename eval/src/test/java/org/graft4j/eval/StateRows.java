package org.graft4j.eval;

import java.util.Arrays;
import java.util.List;
import org.graft4j.data.LabelMap;
import org.graft4j.eval.StateContractTest.Row;
import org.graft4j.eval.metric.Average;
import org.graft4j.eval.metric.Calibration;
import org.graft4j.eval.metric.ClassMeasure;
import org.graft4j.eval.metric.LabelRanking;
import org.graft4j.eval.metric.MultiLabelScores;
import org.graft4j.eval.metric.ProbabilityScores;
import org.graft4j.eval.metric.RegressionErrors;
import org.graft4j.eval.metric.RegressionTable;
import org.graft4j.eval.metric.ScoreTable;
import org.graft4j.eval.metric.SegmentationCounts;
import org.graft4j.eval.metric.TopK;

/** The table of all states. */
final class StateRows {
  private static final int CLASSES = StateSample.CLASSES;
  private static final LabelMap LABELS = LabelMap.of(List.of("a", "b", "c", "d"));

  static final List<Row<?>> ALL =
      List.of(
          classification("counts", false),
          classification("kept predictions", true),
          new Row<>(
              "probability scores",
              ProbabilityScores::new,
              (state, s) -> state.update(s.id(), s.label(), s.probabilities()),
              ProbabilityScores::fromJson,
              state -> List.of(state.logLoss(), state.brier()).toString()),
          new Row<>(
              "top k",
              () -> new TopK(CLASSES),
              (state, s) -> state.update(s.id(), s.label(), s.probabilities()),
              TopK::fromJson,
              state -> List.of(state.accuracy(1), state.accuracy(2)).toString()),
          new Row<>(
              "calibration",
              () -> new Calibration(15),
              (state, s) ->
                  state.update(s.id(), s.probabilities()[s.best()], s.best() == s.label()),
              Calibration::fromJson,
              StateRows::numbers),
          new Row<>(
              "score table",
              () -> new ScoreTable(CLASSES),
              (state, s) -> state.update(s.id(), s.label(), s.probabilities()),
              ScoreTable::fromJson,
              StateRows::numbers),
          new Row<>(
              "regression errors",
              RegressionErrors::new,
              (state, s) -> state.update(s.id(), s.target(), s.predicted()),
              RegressionErrors::fromJson,
              state ->
                  List.of(
                          state.rootMeanSquaredError(),
                          state.meanAbsoluteError(),
                          state.meanAbsolutePercentageError(),
                          state.maximumError(),
                          state.rSquared(),
                          state.explainedVariance())
                      .toString()),
          new Row<>(
              "regression table",
              RegressionTable::new,
              (state, s) -> state.update(s.id(), s.target(), s.predicted()),
              RegressionTable::fromJson,
              state ->
                  List.of(state.medianAbsoluteError(), state.pearson(), state.spearman())
                      .toString()),
          new Row<>(
              "segmentation",
              () -> new SegmentationCounts(CLASSES, 255),
              (state, s) -> state.update(s.id(), s.mask(), s.predictedMask()),
              SegmentationCounts::fromJson,
              state ->
                  List.of(state.meanIou(), state.meanDice(), state.frequencyWeightedIou())
                      .toString()),
          new Row<>(
              "multi-label",
              () -> new MultiLabelScores(CLASSES, 0.3),
              (state, s) -> state.update(s.id(), s.present(), s.probabilities()),
              MultiLabelScores::fromJson,
              StateRows::numbers),
          new Row<>(
              "label ranking",
              () -> new LabelRanking(CLASSES),
              (state, s) -> state.update(s.id(), s.present(), s.probabilities()),
              LabelRanking::fromJson,
              state ->
                  List.of(state.averagePrecision(), state.coverageError(), state.rankingLoss())
                      .toString()));

  private StateRows() {}

  private static Row<ClassificationState> classification(String name, boolean keep) {
    return new Row<>(
        name,
        () -> new ClassificationState(LABELS, keep),
        (state, s) -> state.update(s.id(), s.label(), s.probabilities()),
        ClassificationState::fromJson,
        state -> state.n() == 0 ? "" : state.compute("test").toJson(true));
  }

  private static String numbers(Calibration state) {
    return state.n() == 0
        ? List.of(state.expectedError(), state.maximumError(), state.rootMeanSquareError())
            .toString()
        : List.of(state.expectedError(), state.maximumError(), state.rootMeanSquareError())
            + state.bins().toString();
  }

  private static String numbers(ScoreTable state) {
    return Arrays.stream(Average.values())
            .map(average -> List.of(state.rocAreaOneVersusRest(average)))
            .toList()
        + List.of(
                state.averagePrecision(Average.MACRO_OCCURRING),
                state.averagePrecision(Average.MICRO),
                state.rocAreaOneVersusOne(true),
                state.rocAreaOneVersusOne(false))
            .toString();
  }

  private static String numbers(MultiLabelScores state) {
    return Arrays.stream(Average.values())
            .map(average -> state.average(ClassMeasure.F1, average))
            .toList()
        + List.of(
                state.subsetAccuracy(),
                state.hammingLoss(),
                state.samplePrecision(),
                state.sampleRecall(),
                state.sampleF1(),
                state.sampleJaccard())
            .toString();
  }
}
