package org.graft4j.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.graft4j.train.RateCurve;
import org.graft4j.train.RateRange;
import org.graft4j.transfer.Stage;

/** The loss against the learning rate, drawn in signs, and what follows from it. */
final class RateText {
  private static final int WIDTH = 61;
  private static final int HEIGHT = 12;
  private static final String INDENT = " ".repeat(10);

  private RateText() {}

  static List<String> lines(Stage stage, RateRange range, RateCurve curve) {
    List<String> lines = new ArrayList<>();
    lines.add(
        format(
            "stage '%s': %d of %d steps, rate %s to %s%s",
            stage.name(),
            curve.points().size(),
            range.steps(),
            rate(range.lowest()),
            rate(range.highest()),
            curve.diverged() ? "; the loss ran away there" : ""));
    lines.add("");
    lines.addAll(plot(range, curve));
    lines.add("");
    lines.add(row("steepest fall", curve.steepest()));
    lines.add(row("longest valley", curve.valley()));
    lines.add(row("minimum / 10", curve.minimumOverTen()));
    lines.add("");
    String own = " (the plan's own is " + rate(stage.rates().head()) + ")";
    lines.add(
        curve.suggestion().isPresent()
            ? "try train --lr "
                + rate(curve.suggestion().getAsDouble())
                + " with the same options"
                + own
                + ": the median of these, of two the lower, so that no odd one decides"
                + (curve.rose() ? "" : "; the loss was still falling at --to")
            : curve.verdict() + own);
    return lines;
  }

  private static String row(String name, OptionalDouble value) {
    return format("%-15s %s", name, value.isPresent() ? rate(value.getAsDouble()) : "-");
  }

  /** The smoothed loss: a column for each share of the range's logarithm. */
  private static List<String> plot(RateRange range, RateCurve curve) {
    double low = curve.points().stream().mapToDouble(RateCurve.Point::smoothed).min().orElseThrow();
    double high =
        curve.points().stream().mapToDouble(RateCurve.Point::smoothed).max().orElseThrow();
    char[][] rows = new char[HEIGHT][WIDTH];
    for (char[] row : rows) {
      Arrays.fill(row, ' ');
    }
    for (RateCurve.Point point : curve.points()) {
      double share = high > low ? (high - point.smoothed()) / (high - low) : 0;
      rows[(int) Math.round(share * (HEIGHT - 1))][column(range, point.rate())] = '*';
    }
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < HEIGHT; i++) {
      double loss = high - (high - low) * i / (HEIGHT - 1);
      lines.add((format("%8.3f |", loss) + new String(rows[i])).stripTrailing());
    }
    lines.add(" ".repeat(9) + "+" + "-".repeat(WIDTH));
    curve.suggestion().ifPresent(rate -> lines.add(INDENT + " ".repeat(column(range, rate)) + "^"));
    String first = rate(range.lowest());
    String last = rate(range.highest());
    int gap = Math.max(1, WIDTH - first.length() - last.length());
    lines.add(INDENT + first + " ".repeat(gap) + last);
    return lines;
  }

  private static int column(RateRange range, double rate) {
    double share = Math.log(rate / range.lowest()) / Math.log(range.highest() / range.lowest());
    return (int) Math.round(Math.max(0, Math.min(1, share)) * (WIDTH - 1));
  }

  /** Two digits, as an option takes them. */
  private static String rate(double value) {
    return value >= 1e-3 && value < 1e4
        ? Double.toString(Double.parseDouble(format("%.1e", value)))
        : format("%.1e", value);
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
