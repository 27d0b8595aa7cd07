package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.SliceTable;
import org.graft4j.eval.report.FoldScores;
import org.graft4j.eval.report.RunReport;
import org.graft4j.eval.report.RunResult;
import org.graft4j.eval.resample.CrossValidationResult;
import org.graft4j.eval.resample.FoldMeasure;
import org.graft4j.eval.resample.FoldResult;
import org.graft4j.eval.uncertainty.MetricIntervals;

/** The page of a cross-validation. */
final class CvReport {
  private CvReport() {}

  /**
   * Writes what was said out of fold, of the first repeat, and the folds of all.
   *
   * @param settings how it came about
   * @return the page
   */
  static Path write(Path folder, String title, CvOutcome outcome, Map<String, String> settings)
      throws IOException {
    CrossValidationResult result = outcome.result();
    PredictionTable table = result.outOfFold().get(0);
    ClassificationReport report =
        ClassificationReport.of("out-of-fold", table)
            .withMetrics(MetricIntervals.of(table, result.intervals()));
    double seconds = result.repeat(0).stream().mapToDouble(FoldResult::seconds).sum();
    List<SliceTable> slices = new ArrayList<>(List.of(SliceTable.byClass(table)));
    SliceTable.byFolder(table).ifPresent(slices::add);
    return RunReport.of(title, new RunResult(outcome.pipeline(), seconds, report, List.of()))
        .settings(settings)
        .slices(SliceTable.together(slices, ClassificationReport.CONFIDENCE))
        .leakNotChecked("files of the same bytes were held out together, changed copies were not")
        .folds(FoldScores.of(result, FoldMeasure.ACCURACY))
        .build()
        .write(folder);
  }
}
