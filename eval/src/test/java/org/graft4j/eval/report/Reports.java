package org.graft4j.eval.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.graft4j.data.Picture;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.Interval;
import org.graft4j.eval.MetricValue;
import org.graft4j.eval.NotablePredictions;
import org.graft4j.eval.Predicted;
import org.graft4j.eval.Prediction;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.SliceTable;
import org.graft4j.eval.Tempering;
import org.graft4j.eval.doctor.DoctorReport;
import org.graft4j.eval.doctor.Finding;
import org.graft4j.eval.doctor.FindingKind;
import org.graft4j.eval.doctor.LeakFinding;
import org.graft4j.eval.doctor.Severity;
import org.graft4j.model.Decision;
import org.graft4j.train.EpochRecord;

/** Run reports of any size for the tests. */
final class Reports {
  private Reports() {}

  /** Runs, settings and samples. */
  static RunReport report(int n, int classes, int runs, int epochs) {
    return runs(n, classes, runs, epochs).build();
  }

  /** A report with all that one can have. */
  static RunReport full(int n, int classes) {
    PredictionTable predictions = Predicted.report(n, classes, 1).table().orElseThrow();
    return runs(n, classes, 2, 7)
        .slices(
            List.of(
                SliceTable.byClass(predictions),
                SliceTable.byId("last digit", predictions, id -> id.substring(11, 12))))
        .doctor(doctor(n, classes))
        .folds(
            new FoldScores(
                "3 folds, stratified",
                List.of(
                    new FoldScores.Fold("1", 31, OptionalDouble.of(0.8412)),
                    new FoldScores.Fold("2", 32, OptionalDouble.of(0.7923)),
                    new FoldScores.Fold("3", 33, OptionalDouble.empty())),
                new MetricValue(
                    "accuracy",
                    OptionalDouble.of(0.8167),
                    Optional.of(new Interval(0.7113, 0.9221, 0.95)),
                    "corrected resampled t")))
        .card(ModelCard.UNSTATED.withIntendedUse("Sorting <flowers>."))
        .build();
  }

  /** One warning, and a leak of up to twelve of so many. */
  static DoctorReport doctor(int n, int classes) {
    return new DoctorReport(
        Predicted.labels(classes),
        Collections.nCopies(classes, 41),
        Collections.nCopies(classes, 0),
        Collections.nCopies(classes, 13),
        "given by the folder",
        0,
        0,
        n < 12
            ? new LeakFinding(n, 1, 0, 0, 0, 0, List.of())
            : new LeakFinding(n, 7, 3, 2, 0, 1, List.of()),
        List.of(),
        "by pixels",
        List.of(
            new Finding(
                Severity.WARNING,
                FindingKind.NEAR_DUPLICATE,
                List.of(List.of("a<1>.jpg", "b.jpg")),
                "17 pictures look alike",
                "keep one of each")));
  }

  private static RunReport.Builder runs(int n, int classes, int runs, int epochs) {
    List<RunResult> results = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      results.add(
          new RunResult("run <" + i + ">", 12.3 + i, tempered(n, classes, i), history(epochs, i)));
    }
    ClassificationReport featured = results.get(runs - 1).report();
    List<SamplePicture> samples = new ArrayList<>();
    for (Prediction prediction : NotablePredictions.of(featured).mostConfidentMistakes(8)) {
      samples.add(new SamplePicture(prediction, picture(300, 200, prediction.label())));
    }
    for (Prediction prediction : NotablePredictions.of(featured).correctOfEachClass(8)) {
      samples.add(new SamplePicture(prediction, picture(64, 64, prediction.label())));
    }
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("backbone", "resnet18 <x> & \"y\"");
    settings.put("data", "folder of pictures, 1000 files, umlauts äöü and 花");
    return RunReport.of("Flowers & <friends>", results, "run <" + (runs - 1) + ">")
        .settings(settings)
        .samples(samples);
  }

  /** At a temperature of 1.37: what was before it is the same, surer. */
  private static ClassificationReport tempered(int n, int classes, int seed) {
    ClassificationReport report = Predicted.report(n, classes, seed);
    PredictionTable table = report.table().orElseThrow();
    Decision back = new Decision(1 / 1.37, Optional.empty(), ClassificationReport.PLAIN);
    PredictionTable.Builder own = PredictionTable.of(table.labels());
    for (int i = 0; i < table.size(); i++) {
      own.add(table.ids().get(i), table.label(i), back.calibrated(table.probabilities(i)));
    }
    return report.withTempering(Tempering.of(1.37, seed == 1, own.build()));
  }

  private static List<EpochRecord> history(int epochs, int run) {
    List<EpochRecord> history = new ArrayList<>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      double progress = 1 - Math.exp(-epoch / (2.0 + run));
      history.add(
          new EpochRecord(
              "head",
              epoch,
              2.3 - 2 * progress,
              2.35 - 1.7 * progress,
              0.3 + 0.6 * progress,
              0.01 * (1 + Math.cos(Math.PI * epoch / epochs)) / 2,
              1.5));
    }
    return history;
  }

  static Picture picture(int width, int height, int kind) {
    byte[] rgb = new byte[width * height * 3];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = (y * width + x) * 3;
        boolean inside = Math.hypot(x - width / 2.0, y - height / 2.0) < height / 3.0;
        rgb[at] = (byte) (inside ? 220 : 40 + kind * 20);
        rgb[at + 1] = (byte) (inside ? kind * 37 : y * 255 / height);
        rgb[at + 2] = (byte) (inside ? 80 : x * 255 / width);
      }
    }
    return new Picture(width, height, rgb);
  }
}
