package org.graft4j.eval.resample;

import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import org.graft4j.data.ImageItem;
import org.graft4j.eval.PredictionTable;
import org.graft4j.model.Decision;

/**
 * A classifier that decides as a fitted one would.
 *
 * @param plain its own probabilities
 * @param decision what is made of them
 */
record CalibratedFold(FoldModel plain, Decision decision) implements FoldModel {

  @Override
  public PredictionTable predict(List<ImageItem> items) throws IOException {
    PredictionTable own = plain.predict(items);
    PredictionTable.Builder decided = PredictionTable.of(own.labels());
    for (int i = 0; i < own.size(); i++) {
      decided.add(own.ids().get(i), own.label(i), decision.calibrated(own.probabilities(i)));
    }
    return decided.build();
  }

  @Override
  public OptionalDouble temperature() {
    return OptionalDouble.of(decision.temperature());
  }
}
