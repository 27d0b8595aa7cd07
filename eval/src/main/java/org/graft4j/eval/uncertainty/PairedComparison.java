package org.graft4j.eval.uncertainty;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.graft4j.eval.Interval;
import org.graft4j.eval.PredictionTable;

/**
 * Two models on the same samples: how far they are apart, and whether chance explains it.
 * Immutable.
 *
 * <p>Takes the samples as independent of each other. It speaks of these two models as they are: not
 * of what training them anew, with another seed, would give.
 *
 * @param n samples
 * @param onlyFirst samples that the first alone has right
 * @param onlySecond samples that the second alone has right
 * @param differences of accuracy, macro F1 and log loss, in this order
 */
public record PairedComparison(int n, int onlyFirst, int onlySecond, List<Difference> differences) {

  public PairedComparison {
    differences = List.copyOf(differences);
  }

  /**
   * One number's difference, first less second.
   *
   * @param name of the number
   * @param higherIsBetter whether that is so
   * @param value the difference
   * @param interval where there is one
   * @param p chance of so large a difference, either way, between models that are alike
   * @param correctedP the same, made honest for the number of models compared; else as {@code p}
   * @param note how interval and p were made
   */
  public record Difference(
      String name,
      boolean higherIsBetter,
      double value,
      Optional<Interval> interval,
      double p,
      double correctedP,
      String note) {

    /** Whether the first is better, as far as the sign goes. */
    public boolean firstIsBetter() {
      return higherIsBetter ? value > 0 : value < 0;
    }
  }

  /**
   * Compares two models: the accuracies by Tango's interval and McNemar's exact test, macro F1
   * (over all classes) and log loss by a paired bootstrap and a permutation test.
   *
   * @param settings neither stratified nor grouped
   * @throws IllegalArgumentException if the tables are not of the same samples and classes, or the
   *     settings are not for single samples
   */
  public static PairedComparison of(
      PredictionTable first, PredictionTable unordered, IntervalSettings settings) {
    if (settings.stratified() || settings.groups().isPresent()) {
      throw new IllegalArgumentException(
          "settings must draw single samples to compare models, but were stratified or grouped");
    }
    PredictionTable second = unordered.inOrderOf(first);
    int n = first.size();
    int onlyFirst = count(first, second);
    int onlySecond = count(second, first);
    Difference accuracy =
        new Difference(
            "accuracy",
            true,
            (double) (onlyFirst - onlySecond) / n,
            Optional.of(Interval.pairedDifference(onlyFirst, onlySecond, n, settings.confidence())),
            PairedTests.mcNemar(onlyFirst, onlySecond),
            PairedTests.mcNemar(onlyFirst, onlySecond),
            "Tango's interval, McNemar's exact test");
    List<Difference> differences = new ArrayList<>(List.of(accuracy));
    differences.addAll(drawn(first, second, settings));
    return new PairedComparison(n, onlyFirst, onlySecond, differences);
  }

  private static int count(PredictionTable right, PredictionTable wrong) {
    return (int)
        IntStream.range(0, right.size()).filter(i -> right.correct(i) && !wrong.correct(i)).count();
  }

  private static List<Difference> drawn(
      PredictionTable first, PredictionTable second, IntervalSettings settings) {
    MacroF1Pair pair = new MacroF1Pair(first, second);
    double[] one = losses(first);
    double[] two = losses(second);
    double[] apart = new double[one.length];
    Arrays.setAll(apart, i -> one[i] - two[i]);
    List<Statistic> statistics = List.of(pair::difference, times -> mean(apart, times));
    List<Optional<Bootstrapped>> numbers =
        first.size() < MetricIntervals.FEWEST_UNITS
            ? List.of(Optional.empty(), Optional.empty())
            : Bootstrap.of(Resampling.of(first.size()), settings.replicates(), settings.seed())
                .run(Bootstrap.jointly(statistics), settings.method(), settings.confidence())
                .stream()
                .map(Optional::of)
                .toList();
    int[] once = new int[first.size()];
    Arrays.fill(once, 1);
    double f1P = pair.permutation(settings.replicates(), settings.seed());
    double lossP = PairedTests.permutation(one, two, settings.replicates(), settings.seed());
    return List.of(
        difference("macro F1", true, pair.difference(once), numbers.get(0), f1P, settings),
        difference("log loss", false, mean(apart, once), numbers.get(1), lossP, settings));
  }

  private static Difference difference(
      String name,
      boolean higherIsBetter,
      double value,
      Optional<Bootstrapped> drawn,
      double p,
      IntervalSettings settings) {
    boolean bounded = drawn.isPresent() && !drawn.get().constant();
    Optional<Interval> interval = bounded ? drawn.get().interval() : Optional.empty();
    String made =
        interval.isPresent()
            ? String.format(
                Locale.ROOT,
                "paired %s bootstrap",
                settings.method() == Bootstrap.Method.BCA ? "BCa" : "percentile")
            : drawn.isEmpty()
                ? "no interval: fewer than " + MetricIntervals.FEWEST_UNITS + " samples"
                : bounded
                    ? "no interval: undefined in too many draws"
                    : "no interval: the same in every draw";
    String note =
        String.format(
            Locale.ROOT, "%s, permutation test; %d draws each", made, settings.replicates());
    return new Difference(name, higherIsBetter, value, interval, p, p, note);
  }

  private static double[] losses(PredictionTable table) {
    double epsilon = Math.ulp(1.0);
    return IntStream.range(0, table.size())
        .mapToDouble(i -> table.probability(i, table.label(i)))
        .map(p -> -Math.log(Math.min(1 - epsilon, Math.max(epsilon, p))))
        .toArray();
  }

  private static double mean(double[] values, int[] times) {
    double sum = 0;
    long n = 0;
    for (int i = 0; i < times.length; i++) {
      sum += times[i] * values[i];
      n += times[i];
    }
    return sum / n;
  }

  /**
   * The same comparisons with p-values made honest for their number: Holm's correction over all of
   * them, for each number by itself.
   *
   * @param all comparisons of the same numbers, say of each two of several models
   */
  public static List<PairedComparison> corrected(List<PairedComparison> all) {
    if (all.isEmpty()) {
      return List.of();
    }
    List<List<Difference>> differences = new ArrayList<>();
    all.forEach(comparison -> differences.add(new ArrayList<>(comparison.differences)));
    for (int d = 0; d < all.get(0).differences.size(); d++) {
      int number = d;
      List<Double> corrected =
          SeveralComparisons.holm(
              all.stream().map(comparison -> comparison.differences.get(number).p).toList());
      for (int c = 0; c < all.size(); c++) {
        Difference raw = differences.get(c).get(d);
        differences
            .get(c)
            .set(
                d,
                new Difference(
                    raw.name,
                    raw.higherIsBetter,
                    raw.value,
                    raw.interval,
                    raw.p,
                    corrected.get(c),
                    raw.note));
      }
    }
    return IntStream.range(0, all.size())
        .mapToObj(
            c ->
                new PairedComparison(
                    all.get(c).n, all.get(c).onlyFirst, all.get(c).onlySecond, differences.get(c)))
        .toList();
  }
}
