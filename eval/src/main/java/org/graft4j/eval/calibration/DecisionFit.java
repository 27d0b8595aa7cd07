package org.graft4j.eval.calibration;

import java.util.Optional;
import org.graft4j.data.TestTimeViews;
import org.graft4j.eval.PredictionTable;
import org.graft4j.model.Decision;

/**
 * How a trained model shall decide, told by samples that it was not trained on. Immutable.
 *
 * <pre>{@code
 * PredictionTable own = Evaluator.classification().predictions(model, validation);
 * TrainedModel calibrated = model.withDecision(DecisionFit.of(own, TestTimeViews.PLAIN).decision());
 * }</pre>
 *
 * @param temperature fitted, or the reason why not
 * @param abstention where one was asked for
 * @param views what the samples were shown in, as the model will see pictures in use
 */
public record DecisionFit(
    TemperatureFit temperature, Optional<AbstentionFit> abstention, TestTimeViews views) {

  /**
   * Fits a temperature alone.
   *
   * @param table what the model says at temperature 1 ({@link Decision#PLAIN}) in such views
   */
  public static DecisionFit of(PredictionTable table, TestTimeViews views) {
    return new DecisionFit(TemperatureFit.of(table), Optional.empty(), views);
  }

  /**
   * Fits a temperature, and a threshold for an error rate; see {@link AbstentionFit#of}.
   *
   * @param table what the model says at temperature 1 ({@link Decision#PLAIN}) in such views
   */
  public static DecisionFit of(
      PredictionTable table, TestTimeViews views, double maxError, double confidence) {
    return new DecisionFit(
        TemperatureFit.of(table),
        Optional.of(AbstentionFit.of(table, maxError, confidence)),
        views);
  }

  /** What the model carries: {@link Decision#PLAIN} where nothing could be fitted. */
  public Decision decision() {
    return new Decision(
        temperature.temperature(),
        abstention.flatMap(AbstentionFit::abstention),
        temperature.kept() || abstention.flatMap(AbstentionFit::abstention).isPresent()
            ? views.describe()
            : Decision.PLAIN.views());
  }
}
