package org.graft4j.eval.resample;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.graft4j.data.ImageItem;
import org.graft4j.eval.Evaluator;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.calibration.TemperatureScaling;
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
   * The same classifier at the temperature that suits some items best; see {@link
   * TemperatureScaling}.
   *
   * @param validation items that it was not trained on; of the fold's training part all the same
   */
  default FoldModel calibratedOn(List<ImageItem> validation) throws IOException {
    PredictionTable said = predict(validation);
    int[] labels = IntStream.range(0, said.size()).map(said::label).toArray();
    TemperatureScaling scaling =
        TemperatureScaling.fit(
            IntStream.range(0, said.size()).mapToObj(i -> logits(said, i)).toList(), labels);
    return items -> {
      PredictionTable plain = predict(items);
      PredictionTable.Builder scaled = PredictionTable.of(plain.labels());
      for (int i = 0; i < plain.size(); i++) {
        scaled.add(plain.ids().get(i), plain.label(i), scaling.probabilities(logits(plain, i)));
      }
      return scaled.build();
    };
  }

  /** A single-precision softmax may round the true class to 0, which has no logarithm. */
  private static double[] logits(PredictionTable table, int sample) {
    return Arrays.stream(table.probabilities(sample))
        .map(p -> Math.log(Math.max(p, Float.MIN_NORMAL)))
        .toArray();
  }
}
