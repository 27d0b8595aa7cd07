package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Picture;
import org.graft4j.data.PictureReader;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.Interval;
import org.graft4j.eval.NotablePredictions;
import org.graft4j.eval.Prediction;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.SliceTable;
import org.graft4j.eval.doctor.DoctorEvent;
import org.graft4j.eval.doctor.LeakFinding;
import org.graft4j.eval.doctor.Leakage;
import org.graft4j.eval.report.ModelCard;
import org.graft4j.eval.report.RunReport;
import org.graft4j.eval.report.RunResult;
import org.graft4j.eval.report.SamplePicture;
import org.graft4j.eval.uncertainty.IntervalSettings;
import org.graft4j.eval.uncertainty.MetricIntervals;
import org.graft4j.model.TrainedModel;

/** The report page of runs, and the one line that sums an evaluation up. */
final class Reports {
  private static final int SAMPLES = 8;

  private Reports() {}

  /**
   * The page of runs, with intervals and slices of the featured one if its report kept its
   * predictions.
   */
  static RunReport.Builder page(String title, String featured, List<RunResult> runs) {
    List<RunResult> shown = new ArrayList<>();
    List<SliceTable> slices = new ArrayList<>();
    for (RunResult run : runs) {
      Optional<PredictionTable> table = run.report().table();
      if (run.name().equals(featured) && table.isPresent()) {
        ClassificationReport sure =
            run.report().withMetrics(MetricIntervals.of(table.get(), IntervalSettings.STANDARD));
        shown.add(new RunResult(run.name(), run.seconds(), sure, run.history()));
        slices.add(SliceTable.byClass(table.get()));
        SliceTable.byFolder(table.get()).ifPresent(slices::add);
      } else {
        shown.add(run);
      }
    }
    return RunReport.of(title, shown, featured)
        .slices(SliceTable.together(slices, ClassificationReport.CONFIDENCE));
  }

  /**
   * Looks for measured pictures in the training part, and says so if there are: decodes all of
   * both, once.
   */
  static LeakFinding leak(List<ImageItem> train, List<ImageItem> measured, BooleanSupplier stop) {
    DoctorProgress progress = new DoctorProgress();
    int total = train.size() + measured.size();
    LeakFinding leak =
        Leakage.between(
            train,
            measured,
            Runtime.getRuntime().availableProcessors(),
            done -> progress.accept(new DoctorEvent(DoctorEvent.Step.PICTURES, done, total)),
            stop);
    note(leak);
    return leak;
  }

  /** The line that must not be overlooked, if there is reason for it. */
  static void note(LeakFinding leak) {
    if (leak.leaks()) {
      Terminal.note("LEAK: " + leak.sentence());
    }
  }

  /**
   * Writes the page.
   *
   * @param page with all that the command knows of the runs; samples with their pictures and facts
   *     are put in here
   * @param model of the featured run
   * @param evaluated what it was measured on
   * @return the page's path
   */
  static Path write(
      Path folder, RunReport.Builder page, TrainedModel model, List<ImageItem> evaluated)
      throws IOException {
    ClassificationReport report = page.build().featuredRun().report();
    page.card(ModelCard.ofFacts(model.provenance().facts()));
    return page.settings(model.provenance().facts())
        .samples(samples(report, model, evaluated))
        .build()
        .write(folder);
  }

  /** The biggest losses among the mistakes, and a right one of each class. */
  private static List<Prediction> chosen(ClassificationReport report) {
    NotablePredictions notable = NotablePredictions.of(report);
    List<Prediction> chosen = new ArrayList<>(notable.biggestLosses(SAMPLES));
    chosen.addAll(notable.correctOfEachClass(SAMPLES));
    return chosen;
  }

  private static List<SamplePicture> samples(
      ClassificationReport report, TrainedModel model, List<ImageItem> items) throws IOException {
    Map<String, Path> files = new HashMap<>();
    items.forEach(item -> files.put(item.id(), item.file()));
    List<SamplePicture> samples = new ArrayList<>();
    try (Overlays overlays = Overlays.of(model)) {
      for (Prediction prediction : chosen(report)) {
        Path file = files.get(prediction.id());
        Picture picture = PictureReader.standard().read(file);
        samples.add(
            new SamplePicture(prediction, picture, overlays.of(picture, prediction.predicted())));
      }
    }
    return samples;
  }

  /** The line, and that it is not to be trusted if pictures leak. */
  static String line(ClassificationReport report, LeakFinding leak) {
    if (!leak.leaks()) {
      return line(report);
    }
    return line(report)
        + String.format(
            Locale.ROOT,
            " - NOT TO BE TRUSTED: %d of these pictures %s in the training part",
            leak.count(),
            leak.count() == 1 ? "is" : "are");
  }

  /** Say {@code accuracy 0.843 [0.786, 0.887] on 200 validation pictures, macro F1 0.841}. */
  static String line(ClassificationReport report) {
    Interval interval = report.accuracyInterval();
    return String.format(
        Locale.ROOT,
        "accuracy %.3f [%.3f, %.3f] on %d %s %s%s, macro F1 %.3f",
        report.accuracy(),
        interval.low(),
        interval.high(),
        report.n(),
        report.split(),
        report.n() == 1 ? "picture" : "pictures",
        report.views().equals(ClassificationReport.PLAIN) ? "" : " in several views",
        report.macroF1());
  }
}
