package org.graft4j.eval.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Round numbers along an axis that covers a range.
 *
 * @param low first tick, at most the smallest value
 * @param high last tick, at least the largest value
 * @param step between two ticks: 1, 2 or 5 times a power of ten
 */
record Ticks(double low, double high, double step) {

  /** About {@code count} intervals over the range; a range of no width is widened. */
  static Ticks covering(double smallest, double largest, int count) {
    double width = largest - smallest;
    if (width <= Math.abs(largest) * 1e-9) {
      width = largest == 0 ? 1 : Math.abs(largest);
    }
    double raw = width / count;
    double magnitude = Math.pow(10, Math.floor(Math.log10(raw)));
    double factor = raw / magnitude;
    double step = magnitude * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
    double low = Math.floor(smallest / step + 1e-9) * step;
    double high = Math.ceil(largest / step - 1e-9) * step;
    return new Ticks(low, high > low ? high : low + step, step);
  }

  List<Double> values() {
    List<Double> values = new ArrayList<>();
    long count = Math.round((high - low) / step);
    for (long i = 0; i <= count; i++) {
      values.add(low + i * step);
    }
    return values;
  }

  /** With as many decimals as the step needs; small numbers with an exponent. */
  String label(double value) {
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    if (Math.abs(value) < step / 2) {
      return "0";
    }
    return decimals > 4 ? Html.format("%.1e", value) : Html.format("%." + decimals + "f", value);
  }
}
