package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.graft4j.data.ImageItem;
import org.graft4j.data.PictureReader;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.Interval;
import org.graft4j.eval.Prediction;
import org.graft4j.eval.report.RunReport;
import org.graft4j.eval.report.RunResult;
import org.graft4j.eval.report.SamplePicture;

/** The report page of runs, and the one line that sums an evaluation up. */
final class Reports {
  private static final int SAMPLES = 8;

  private Reports() {}

  /** Writes the page with sample predictions of the featured run, and returns its path. */
  static Path write(
      Path folder,
      String title,
      String featured,
      List<RunResult> runs,
      Map<String, String> settings,
      List<ImageItem> evaluated)
      throws IOException {
    ClassificationReport report =
        runs.stream().filter(r -> r.name().equals(featured)).findFirst().orElseThrow().report();
    List<SamplePicture> samples = samples(report, evaluated);
    return RunReport.of(title, runs, featured)
        .settings(settings)
        .samples(samples)
        .build()
        .write(folder);
  }

  private static List<SamplePicture> samples(ClassificationReport report, List<ImageItem> items)
      throws IOException {
    Map<String, Path> files = new HashMap<>();
    items.forEach(item -> files.put(item.id(), item.file()));
    List<Prediction> chosen = new ArrayList<>(report.mostConfidentMistakes(SAMPLES));
    chosen.addAll(report.correctOfEachClass(SAMPLES));
    List<SamplePicture> samples = new ArrayList<>();
    for (Prediction prediction : chosen) {
      Path file = files.get(prediction.id());
      samples.add(new SamplePicture(prediction, PictureReader.standard().read(file)));
    }
    return samples;
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
