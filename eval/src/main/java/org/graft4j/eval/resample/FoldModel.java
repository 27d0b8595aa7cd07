package org.graft4j.eval.resample;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.graft4j.data.ImageItem;
import org.graft4j.eval.Evaluator;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.calibration.TemperatureFit;
import org.graft4j.model.Decision;
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

  /** A trained network, shown each picture plainly. */
  static FoldModel of(TrainedModel model) {
    return items -> Evaluator.classification().predictions(model, items);
  }

  /**
   * The same classifier at the temperature that some items tell, by {@link TemperatureFit} as for a
   * model that is kept: too few items or mistakes tell none, and it stays as it is.
   *
   * @param validation items that it was not trained on; of the fold's training part all the same
   */
  default FoldModel calibratedOn(List<ImageItem> validation) throws IOException {
    double temperature = TemperatureFit.of(predict(validation)).temperature();
    Decision decision = new Decision(temperature, Optional.empty(), Decision.PLAIN.views());
    return items -> {
      PredictionTable plain = predict(items);
      PredictionTable.Builder scaled = PredictionTable.of(plain.labels());
      for (int i = 0; i < plain.size(); i++) {
        scaled.add(plain.ids().get(i), plain.label(i), decision.calibrated(plain.probabilities(i)));
      }
      return scaled.build();
    };
  }
}
