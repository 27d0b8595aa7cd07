package org.graft4j.eval.resample;

import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import org.graft4j.data.ImageItem;
import org.graft4j.data.TestTimeViews;
import org.graft4j.eval.Evaluator;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.calibration.DecisionFit;
import org.graft4j.model.TrainedModel;

/** What a fold's training came to: a classifier that is asked for the held-out items, once. */
@FunctionalInterface
public interface FoldModel {

  /**
   * Predicts, in the order of the items.
   *
   * @param items none of those that were learned from
   */
  PredictionTable predict(List<ImageItem> items) throws IOException;

  /**
   * The temperature of its probabilities, 1 if the validation items did not tell one; empty if none
   * was to be fitted.
   */
  default OptionalDouble temperature() {
    return OptionalDouble.empty();
  }

  /** A trained network, shown each picture plainly. */
  static FoldModel of(TrainedModel model) {
    return items -> Evaluator.classification().predictions(model, items);
  }

  /**
   * The same classifier at the temperature that some items tell, by {@link DecisionFit} as for a
   * model that is kept: too few items or mistakes tell none, and it stays as it is.
   *
   * @param validation items that it was not trained on; of the fold's training part all the same
   */
  default FoldModel calibratedOn(List<ImageItem> validation) throws IOException {
    DecisionFit fit = DecisionFit.of(predict(validation), TestTimeViews.PLAIN);
    return new CalibratedFold(this, fit.decision());
  }
}
