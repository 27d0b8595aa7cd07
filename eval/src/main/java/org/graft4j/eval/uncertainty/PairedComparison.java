package org.graft4j.eval.uncertainty;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.graft4j.eval.Interval;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.SeveralComparisons;

/**
 * Two models on the same samples: how far they are apart, and whether chance explains it.
 * Immutable.
 *
 * <p>Takes the samples, or the groups, as independent of each other. It speaks of these two models
 * as they are: not of what training them anew, with another seed, would give.
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
   * @param leastP the least corrected p-value that so many draws can show; 0 for an exact test
   * @param note how interval and p were made
   */
  public record Difference(
      String name,
      boolean higherIsBetter,
      double value,
      Optional<Interval> interval,
      double p,
      double correctedP,
      double leastP,
      String note) {

    /**
     * Whether the draws could have shown a difference at a level at all; where they could not, that
     * none was shown says nothing.
     */
    public boolean couldShow(double level) {
      return leastP < level;
    }

    /** Whether the first is better, as far as the sign goes. */
    public boolean firstIsBetter() {
      return higherIsBetter ? value > 0 : value < 0;
    }
  }

  /**
   * Compares two models: the accuracies by Tango's interval and McNemar's exact test, macro F1
   * (over all classes) and log loss by a paired bootstrap and a permutation test. Where samples
   * belong together in groups, all three are by bootstrap and permutation of whole groups.
   *
   * @param settings not stratified
   * @throws IllegalArgumentException if the tables are not of the same samples and classes, the
   *     settings are stratified, or groups are not as many as samples
   */
  public static PairedComparison of(
      PredictionTable first, PredictionTable unordered, IntervalSettings settings) {
    if (settings.stratified()) {
      throw new IllegalArgumentException(
          "settings must draw samples or groups to compare models, but were stratified");
    }
    PredictionTable second = unordered.inOrderOf(first);
    Drawing drawing = new Drawing(MetricIntervals.resampling(first, settings), settings);
    int n = first.size();
    int onlyFirst = count(first, second);
    int onlySecond = count(second, first);
    List<Difference> differences = new ArrayList<>();
    if (settings.groups().isEmpty()) {
      double p = PairedTests.mcNemar(onlyFirst, onlySecond);
      Interval interval =
          Interval.pairedDifference(onlyFirst, onlySecond, n, settings.confidence());
      differences.add(
          new Difference(
              "accuracy",
              true,
              (double) (onlyFirst - onlySecond) / n,
              Optional.of(interval),
              p,
              p,
              0,
              "Tango's interval, McNemar's exact test"));
    } else {
      differences.add(drawing.ofMeans("accuracy", true, rights(first), rights(second)));
    }
    differences.add(drawing.ofMacroF1(new MacroF1Pair(first, second)));
    differences.add(drawing.ofMeans("log loss", false, losses(first), losses(second)));
    return new PairedComparison(n, onlyFirst, onlySecond, differences);
  }

  private static int count(PredictionTable right, PredictionTable wrong) {
    return (int)
        IntStream.range(0, right.size()).filter(i -> right.correct(i) && !wrong.correct(i)).count();
  }

  /** What is drawn and swapped, samples or groups, and how often. */
  private record Drawing(Resampling resampling, IntervalSettings settings) {

    /** The means of a number a sample. */
    Difference ofMeans(String name, boolean higherIsBetter, double[] one, double[] two) {
      double[] apart = new double[one.length];
      Arrays.setAll(apart, i -> one[i] - two[i]);
      double p =
          PairedTests.permutation(sums(one), sums(two), settings.replicates(), settings.seed());
      return difference(name, higherIsBetter, times -> mean(apart, times), p);
    }

    Difference ofMacroF1(MacroF1Pair pair) {
      double p = pair.permutation(resampling.unitOfEach(), settings.replicates(), settings.seed());
      return difference("macro F1", true, pair::difference, p);
    }

    /** By unit, which changes places as a whole. */
    private double[] sums(double[] values) {
      int[] unit = resampling.unitOfEach();
      double[] sums = new double[resampling.units()];
      for (int i = 0; i < values.length; i++) {
        sums[unit[i]] += values[i];
      }
      return sums;
    }

    private Difference difference(
        String name, boolean higherIsBetter, Statistic statistic, double p) {
      int[] once = new int[resampling.size()];
      Arrays.fill(once, 1);
      Optional<Bootstrapped> drawn =
          resampling.units() < MetricIntervals.FEWEST_UNITS
              ? Optional.empty()
              : Optional.of(
                  Bootstrap.of(resampling, settings.replicates(), settings.seed())
                      .run(
                          Bootstrap.jointly(List.of(statistic)),
                          settings.method(),
                          settings.confidence())
                      .get(0));
      Optional<Interval> interval =
          drawn.filter(numbers -> !numbers.constant()).flatMap(Bootstrapped::interval);
      String note =
          String.format(
              Locale.ROOT,
              "%s, permutation test; %d draws each",
              interval.isPresent() ? made() : drawn.map(Drawing::why).orElse(tooFew()),
              settings.replicates());
      return new Difference(
          name,
          higherIsBetter,
          statistic.of(once),
          interval,
          p,
          p,
          1.0 / (settings.replicates() + 1),
          note);
    }

    private String made() {
      String paired =
          settings.method() == Bootstrap.Method.BCA
              ? "paired BCa bootstrap"
              : "paired percentile bootstrap";
      return resampling.units() < MetricIntervals.FEW_UNITS
          ? String.format(
              Locale.ROOT,
              "%s of only %d %s: likely too narrow",
              paired,
              resampling.units(),
              units())
          : paired;
    }

    private static String why(Bootstrapped drawn) {
      return drawn.mostlyUndefined()
          ? "no interval: undefined in too many draws"
          : drawn.constant()
              ? "no interval: the same in every draw"
              : "no interval: BCa's ends take " + drawn.wants() + " draws here";
    }

    private String tooFew() {
      return "no interval: fewer than " + MetricIntervals.FEWEST_UNITS + " " + units();
    }

    private String units() {
      return settings.groups().map(groups -> "groups by " + groups.by()).orElse("samples");
    }
  }

  private static double[] rights(PredictionTable table) {
    return IntStream.range(0, table.size()).mapToDouble(i -> table.correct(i) ? 1 : 0).toArray();
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
                    Math.min(1, all.size() * raw.leastP),
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
