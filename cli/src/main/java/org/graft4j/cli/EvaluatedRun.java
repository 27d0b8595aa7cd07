package org.graft4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.graft4j.bundle.ModelBundle;
import org.graft4j.data.DatasetException;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.EvaluationFolder;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.TestTimeViews;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.Evaluator;
import org.graft4j.eval.MetricValue;
import org.graft4j.eval.PredictionFile;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.SliceTable;
import org.graft4j.eval.calibration.Answers;
import org.graft4j.eval.report.RunReport;
import org.graft4j.eval.report.RunResult;
import org.graft4j.model.Decision;
import org.graft4j.model.TrainedModel;
import org.jspecify.annotations.Nullable;

/** What a model said of pictures, now or before. */
final class EvaluatedRun {
  /** What {@link EvaluationFolder#part} calls the pictures of a folder without parts. */
  private static final String UNDIVIDED = "all";

  private final PredictionTable table;
  private final ClassificationReport report;
  private final @Nullable Pictured pictured;

  private EvaluatedRun(
      PredictionTable table, ClassificationReport report, @Nullable Pictured pictured) {
    this.table = table;
    this.report = report;
    this.pictured = pictured;
  }

  /** Where the predictions come from, if that is known. */
  private record Pictured(
      Path data, TrainedModel model, Decision decision, List<ImageItem> items, double seconds) {}

  /** Whether a file begins as one of predictions does, with the brace of a JSON object. */
  static boolean holdsPredictions(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      int first = in.read();
      while (first == ' ' || first == '\n' || first == '\r' || first == '\t') {
        first = in.read();
      }
      return first == '{';
    }
  }

  /** Predictions that were made before. */
  static EvaluatedRun of(Path predictions) throws IOException {
    PredictionTable table = PredictionFile.read(predictions);
    return new EvaluatedRun(table, ClassificationReport.of("predictions", table), null);
  }

  /** Lets a model say what it does of pictures. */
  static EvaluatedRun of(Path bundle, Path data, boolean strict, ViewsOption option)
      throws IOException {
    TestTimeViews views = option.views();
    option.note(views);
    TrainedModel model = ModelBundle.open(bundle).model();
    option.noteDecision(views, model.decision());
    EvaluationFolder folder = Pictures.toEvaluate(data, model.labels(), strict);
    List<ImageItem> items = folder.items();
    long start = System.nanoTime();
    ClassificationReport report =
        Evaluator.classification().on(folder.part()).withViews(views).evaluate(model, items);
    double seconds = (System.nanoTime() - start) / 1e9;
    PredictionTable table = report.table().orElseThrow();
    return new EvaluatedRun(
        table, report, new Pictured(data, model, model.decision().under(views), items, seconds));
  }

  /** What was said. */
  PredictionTable table() {
    return table;
  }

  /** What a model that may abstain answered; empty for one that always does. */
  Optional<Answers> answers() {
    return pictured == null
        ? Optional.empty()
        : Optional.of(pictured.decision())
            .filter(decision -> decision.abstention().isPresent())
            .map(decision -> Answers.of(table, decision));
  }

  /** The error rate of answers that the model promised not to exceed. */
  double promised() {
    return Objects.requireNonNull(pictured).decision().abstention().orElseThrow().maxError();
  }

  /** What that amounts to. */
  ClassificationReport report() {
    return report;
  }

  /** Say {@code "200 validation pictures"} or {@code "200 predictions"}. */
  String what() {
    return pictured == null
        ? Count.of(report.n(), "prediction", "predictions")
        : report.n()
            + " "
            + report.split()
            + (report.n() == 1 ? " picture" : " pictures")
            + (report.views().equals(ClassificationReport.PLAIN) ? "" : " in several views");
  }

  /** Writes the page, for which there must be pictures. */
  Path write(Path folder, List<MetricValue> metrics, List<SliceTable> slices) throws IOException {
    if (pictured == null) {
      throw new IllegalStateException("a page needs pictures, but there are only predictions");
    }
    RunResult run =
        new RunResult("evaluation", pictured.seconds(), report.withMetrics(metrics), List.of());
    RunReport.Builder page =
        RunReport.of(
                "Evaluation on " + pictured.data().toAbsolutePath().normalize().getFileName(), run)
            .slices(slices);
    Optional<List<ImageItem>> train = trainingPart(pictured.data());
    if (train.isPresent()) {
      page.leak(Reports.leak(train.get(), pictured.items(), () -> false));
    } else {
      page.leakNotChecked("no training part to compare with");
    }
    return Reports.write(folder, page, pictured.model(), pictured.items());
  }

  /** What lies beside the measured part, if the folder is divided and that can be learned from. */
  private Optional<List<ImageItem>> trainingPart(Path data) throws IOException {
    if (report.split().equals(UNDIVIDED)) {
      return Optional.empty();
    }
    try {
      return ImageFolder.scan(data).givenSplit().map(DatasetSplit::train);
    } catch (DatasetException e) {
      // Fit to measure on, and not to train on, say without train/.
      return Optional.empty();
    }
  }
}
