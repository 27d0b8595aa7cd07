package org.graft4j.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.graft4j.data.ImageItem;
import org.graft4j.data.TestTimeViews;
import org.graft4j.eval.Evaluator;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.calibration.AbstentionFit;
import org.graft4j.eval.calibration.DecisionFit;
import org.graft4j.eval.calibration.TemperatureFit;
import org.graft4j.model.Provenance;
import org.graft4j.model.TrainedModel;

/**
 * How a freshly trained model shall decide. It is always told by the validation part, never by the
 * test part; where there is no test part, that is also what the accuracy is measured on, which a
 * temperature does not change.
 */
final class FittedDecision {
  /** With which a wished error rate is promised. */
  private static final double CONFIDENCE = 0.95;

  private static final String PICTURES = "validation pictures";

  private FittedDecision() {}

  /** What the network itself says of the validation pictures; empty without any. */
  static Optional<PredictionTable> predictions(TrainedModel model, List<ImageItem> validation) {
    return validation.isEmpty()
        ? Optional.empty()
        : Optional.of(Evaluator.classification().predictions(model, validation));
  }

  static DecisionFit fit(PredictionTable own, OptionalDouble maxError) {
    return maxError.isPresent()
        ? DecisionFit.of(own, TestTimeViews.PLAIN, maxError.getAsDouble(), CONFIDENCE)
        : DecisionFit.of(own, TestTimeViews.PLAIN);
  }

  /**
   * The model with its decision, and how that came about among its facts.
   *
   * @param measuredThere whether the accuracy is measured on the same pictures
   */
  static TrainedModel decided(
      TrainedModel model, Optional<DecisionFit> fit, boolean measuredThere) {
    Map<String, String> facts = new TreeMap<>(model.provenance().facts());
    facts.put(
        "temperature",
        fit.map(f -> fact(f.temperature()) + (measuredThere ? same(f) : ""))
            .orElse("1: no validation part to fit one on"));
    fit.flatMap(DecisionFit::abstention)
        .ifPresent(abstention -> facts.put("abstention", abstention.describe(PICTURES)));
    TrainedModel told =
        new TrainedModel(model.graph(), model.input(), model.labels(), new Provenance(facts));
    return fit.map(f -> told.withDecision(f.decision())).orElse(told);
  }

  /** The line without the word that the fact is called by. */
  private static String fact(TemperatureFit fit) {
    return fit.describe(PICTURES).replaceFirst("^temperature ", "");
  }

  private static String same(DecisionFit fit) {
    return fit.temperature().kept()
        ? " (cross-fitted, as is the report, which is on the same pictures)"
        : "";
  }

  /** Says what came of it. */
  static void note(DecisionFit fit) {
    Terminal.note(fit.temperature().describe(PICTURES));
    fit.abstention().ifPresent(a -> Terminal.note("--max-error: " + a.describe(PICTURES)));
    if (fit.abstention().map(AbstentionFit::kept).orElse(false)) {
      Terminal.note("the accuracy is of all pictures, those too that the model is unsure of");
    }
  }

  /** The figures for programs. */
  static void write(DecisionFit fit, ObjectNode node) {
    TemperatureFit temperature = fit.temperature();
    node.put("temperature", temperature.temperature());
    node.put("samples", temperature.samples());
    node.put("calibrationErrorBefore", temperature.errorBefore());
    node.put("calibrationErrorAfter", temperature.errorAfter());
    node.put("logLossBefore", temperature.lossBefore());
    node.put("logLossAfter", temperature.lossAfter());
    if (temperature.kept()) {
      node.putNull("refusal");
    } else {
      node.put("refusal", temperature.refusal());
    }
    fit.abstention().ifPresent(abstention -> write(abstention, node.putObject("abstention")));
  }

  private static void write(AbstentionFit fit, ObjectNode node) {
    node.put("maxError", fit.maxError());
    node.put("confidence", fit.confidence());
    node.put("promised", fit.kept());
    node.put("threshold", fit.threshold());
    node.put("coverage", fit.coverage());
    node.put("errorRate", fit.errorRate());
    node.put("errorBound", fit.errorBound());
  }
}
