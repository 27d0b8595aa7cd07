package org.graft4j.eval;

import java.util.List;
import org.graft4j.eval.metric.Calibration;

/**
 * The temperature that a report's probabilities are at, and how far those of the network itself
 * could be trusted. Immutable.
 *
 * @param temperature what logarithms of the network's probabilities were divided by; positive and
 *     finite
 * @param crossFitted whether it was fitted on the report's own samples. Each of them is then at a
 *     temperature of others, so that none tells its own, and {@code temperature} is the one of all,
 *     which a model carries. If false, all are at {@code temperature}: its numbers are worth what
 *     they seem where it was fitted on other samples, which a report cannot know
 * @param before the bins of the reliability diagram at temperature 1, {@link
 *     ClassificationReport#CALIBRATION_BINS} of them
 */
public record Tempering(double temperature, boolean crossFitted, List<Calibration.Bin> before) {

  public Tempering {
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException(
          "temperature must be positive and finite, but was " + temperature);
    }
    before = List.copyOf(before);
    if (before.size() != ClassificationReport.CALIBRATION_BINS) {
      throw new IllegalArgumentException(
          "bins before the temperature must be "
              + ClassificationReport.CALIBRATION_BINS
              + ", but were "
              + before.size());
    }
  }

  /**
   * The temperature of a table's probabilities.
   *
   * @param own what the network itself said, at temperature 1
   */
  public static Tempering of(double temperature, boolean crossFitted, PredictionTable own) {
    Calibration before = new Calibration(ClassificationReport.CALIBRATION_BINS);
    for (int i = 0; i < own.size(); i++) {
      before.update(own.ids().get(i), own.confidence(i), own.correct(i));
    }
    return new Tempering(temperature, crossFitted, before.bins());
  }

  /** A temperature changes no prediction: as many samples, and as many right ones. */
  void requireOf(ConfusionMatrix confusion) {
    long n = 0;
    double right = 0;
    for (Calibration.Bin bin : before) {
      n += bin.count();
      right += bin.count() == 0 ? 0 : bin.count() * bin.accuracy().orElseThrow();
    }
    if (n != confusion.total() || Math.round(right) != confusion.correct()) {
      throw new IllegalArgumentException(
          "bins before the temperature must be of the report's "
              + confusion.total()
              + " samples, but are not");
    }
  }
}
