package org.graft4j.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the first version of reports knew: counts, the log loss and of each sample the highest
 * probability and that of its own class. Written again, such a report is of the newest version and
 * has no states.
 */
final class ReportVersion1 {
  private ReportVersion1() {}

  static ClassificationReport read(JsonNode root) throws MalformedReportException {
    return report(
        ReportJson.text(root, "split"),
        // The first reports had none.
        root.has("views") ? ReportJson.text(root, "views") : ClassificationReport.PLAIN,
        ReportJson.confusion(root),
        ReportJson.number(root, "logLoss"),
        predictions(root));
  }

  /**
   * @param predictions one for each sample, or none
   * @throws IllegalArgumentException if they do not add up to the counts
   */
  static ClassificationReport report(
      String split,
      String views,
      ConfusionMatrix confusion,
      double logLoss,
      List<Prediction> predictions) {
    if (!predictions.isEmpty() && !counted(confusion, predictions).equals(confusion)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "predictions must add up to the confusion matrix, but these %d do not",
              predictions.size()));
    }
    return ClassificationReport.withoutStates(split, views, confusion, logLoss, predictions);
  }

  private static ConfusionMatrix counted(ConfusionMatrix confusion, List<Prediction> predictions) {
    int classes = confusion.labels().size();
    long[][] counts = new long[classes][classes];
    for (Prediction p : predictions) {
      if (p.label() >= classes || p.predicted() >= classes) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "classes of '%s' must be below %d, but were %d and %d",
                p.id(),
                classes,
                p.label(),
                p.predicted()));
      }
      counts[p.label()][p.predicted()]++;
    }
    return ConfusionMatrix.of(confusion.labels(), counts);
  }

  private static List<Prediction> predictions(JsonNode root) throws MalformedReportException {
    List<Prediction> predictions = new ArrayList<>();
    for (JsonNode node : root.path("predictions")) {
      predictions.add(
          new Prediction(
              ReportJson.text(node, "id"),
              ReportJson.index(node, "label"),
              ReportJson.index(node, "predicted"),
              ReportJson.number(node, "probability"),
              ReportJson.number(node, "labelProbability")));
    }
    return predictions;
  }

  static void put(ArrayNode array, List<Prediction> predictions) {
    for (Prediction prediction : predictions) {
      array
          .addObject()
          .put("id", prediction.id())
          .put("label", prediction.label())
          .put("predicted", prediction.predicted())
          .put("probability", prediction.probability())
          .put("labelProbability", prediction.labelProbability());
    }
  }
}
