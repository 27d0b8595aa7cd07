package org.graft4j.examples.methods;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a trial came to.
 *
 * @param facts what was done
 * @param without of each seed, from the first
 * @param with of the same seeds
 * @param withoutSeconds median wall time of a run with its measurement
 * @param withSeconds the same
 * @param machine what it ran on; the seconds are of it
 */
public record TrialResult(
    Facts facts,
    List<Measured> without,
    List<Measured> with,
    double withoutSeconds,
    double withSeconds,
    Machine machine) {
  public TrialResult {
    Objects.requireNonNull(machine, "machine");
    without = List.copyOf(without);
    with = List.copyOf(with);
    if (without.size() != facts.seeds() || with.size() != facts.seeds()) {
      throw new IllegalArgumentException(
          "there must be a value of each way for each of "
              + facts.seeds()
              + " seeds, but there were "
              + without.size()
              + " and "
              + with.size());
    }
  }

  /**
   * What was done, in texts: a finished trial is known again by them.
   *
   * @param first the first seed
   * @param seeds how many
   * @param margin of the trial
   * @param tiny whether it was run on a tiny bench, whose numbers mean nothing
   */
  public record Facts(
      String name,
      String data,
      String score,
      String without,
      String with,
      double margin,
      int first,
      int seeds,
      boolean tiny) {

    /** Of a trial over so many seeds from the first. */
    static Facts of(Trial trial, int first, int seeds, boolean tiny) {
      return new Facts(
          trial.name(),
          trial.data().describe(),
          trial.score().toString(),
          trial.without().settings(),
          trial.with().settings(),
          trial.margin(),
          first,
          seeds,
          tiny);
    }
  }

  /** The paired difference of the scores. */
  public PairedDifference difference() {
    return PairedDifference.of(values(without), values(with));
  }

  /** What may be said of the method. */
  public Verdict verdict() {
    return facts.margin() > 0 ? difference().verdict(facts.margin()) : difference().verdict();
  }

  /** The same with its numbers, say {@code keeps within 0.02} or {@code may lose up to 0.034}. */
  public String verdictText() {
    return switch (verdict()) {
      case KEEPS -> "keeps within " + facts.margin();
      case MAY_LOSE -> String.format(Locale.ROOT, "may lose up to %.3f", -difference().low());
      default -> verdict().toString();
    };
  }

  /** The mean score without the method. */
  public double meanWithout() {
    return mean(values(without));
  }

  /** The mean score with it. */
  public double meanWith() {
    return mean(values(with));
  }

  /** Runs that came to no number, say {@code 2 of 8 diverged without}; empty if none did. */
  public String divergence() {
    return Stream.of(count("without", without), count("with", with))
        .filter(t -> !t.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String count(String way, List<Measured> all) {
    long diverged = all.stream().filter(Measured::diverged).count();
    return diverged == 0 ? "" : diverged + " of " + all.size() + " runs diverged " + way;
  }

  /**
   * The means of what was measured beside, over the runs that have it, say {@code MB 2.88 to 0.77};
   * empty if nothing was.
   */
  public List<String> beside() {
    Map<String, Double> before = besideMeans(without);
    List<String> all = new ArrayList<>();
    besideMeans(with)
        .forEach(
            (name, after) ->
                all.add(
                    before.containsKey(name)
                        ? String.format(
                            Locale.ROOT, "%s %.3g to %.3g", name, before.get(name), after)
                        : String.format(Locale.ROOT, "%s %.3g", name, after)));
    return all;
  }

  private static Map<String, Double> besideMeans(List<Measured> all) {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    all.forEach(
        m ->
            m.beside()
                .forEach(
                    (name, value) ->
                        values.computeIfAbsent(name, n -> new ArrayList<>()).add(value)));
    Map<String, Double> means = new LinkedHashMap<>();
    values.forEach((name, some) -> means.put(name, mean(some)));
    return means;
  }

  private static List<Double> values(List<Measured> all) {
    return all.stream().map(Measured::value).toList();
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
  }
}
