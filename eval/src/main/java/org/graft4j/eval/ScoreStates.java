package org.graft4j.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.graft4j.eval.metric.Calibration;
import org.graft4j.eval.metric.ProbabilityScores;
import org.graft4j.eval.metric.TopK;

/**
 * What probabilities add up to beside the confusion matrix. Mutable until it is in a report, which
 * holds its own copy and leaves that alone.
 */
final class ScoreStates {
  /** Bins of the reliability diagram: what the field is used to. */
  static final int BINS = 15;

  private final ProbabilityScores scores;
  private final TopK topK;
  private final Calibration calibration;

  private ScoreStates(ProbabilityScores scores, TopK topK, Calibration calibration) {
    this.scores = scores;
    this.topK = topK;
    this.calibration = calibration;
  }

  static ScoreStates empty(int classes) {
    return new ScoreStates(new ProbabilityScores(), new TopK(classes), new Calibration(BINS));
  }

  /** Counts a sample that was checked. */
  void update(String id, int label, int predicted, double[] probabilities) {
    scores.update(id, label, probabilities);
    topK.update(id, label, probabilities);
    calibration.update(id, probabilities[predicted], predicted == label);
  }

  void merge(ScoreStates other) {
    scores.merge(other.scores);
    topK.merge(other.topK);
    calibration.merge(other.calibration);
  }

  ScoreStates copy() {
    ScoreStates copy = empty(topK.classes());
    copy.merge(this);
    return copy;
  }

  ProbabilityScores scores() {
    return scores;
  }

  TopK topK() {
    return topK;
  }

  Calibration calibration() {
    return calibration;
  }

  /** Whether both would compute to the same bits, now and after any merge. */
  boolean sameAs(ScoreStates other) {
    return scores.toJson().equals(other.scores.toJson())
        && topK.toJson().equals(other.topK.toJson())
        && calibration.toJson().equals(other.calibration.toJson());
  }

  /**
   * Whether these are states of the samples of a confusion matrix, as far as counts can tell.
   *
   * @return what is wrong, or nothing
   */
  String problemBeside(ConfusionMatrix confusion) {
    long n = confusion.total();
    if (topK.classes() != confusion.labels().size()) {
      return "topK must have as many classes as the confusion matrix";
    }
    if (calibration.bins().size() != BINS) {
      return "calibration must have " + BINS + " bins, but had " + calibration.bins().size();
    }
    if (scores.n() != n || topK.n() != n || calibration.n() != n) {
      return "states must hold as many samples as the confusion matrix, which are " + n;
    }
    return "";
  }

  void put(ObjectNode node) {
    node.set("probabilityScores", ReportJson.tree(scores.toJson()));
    node.set("topK", ReportJson.tree(topK.toJson()));
    node.set("calibration", ReportJson.tree(calibration.toJson()));
  }

  static ScoreStates read(JsonNode node) throws IOException {
    return new ScoreStates(
        ProbabilityScores.fromJson(node.path("probabilityScores").toString()),
        TopK.fromJson(node.path("topK").toString()),
        Calibration.fromJson(node.path("calibration").toString()));
  }
}
