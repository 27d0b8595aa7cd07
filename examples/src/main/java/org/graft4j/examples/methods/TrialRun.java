package org.graft4j.examples.methods;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.graft4j.data.Seed;
import org.graft4j.train.TrainingDivergedException;

/** Runs trials over seeds and prints what they come to. Confined to one thread. */
final class TrialRun {
  private final Bench bench;
  private final int first;
  private final int seeds;
  private final PrintStream out;

  /** What sides came to, by data and score: a side of several trials is run once. */
  private final IdentityHashMap<Side, Map<String, List<Timed>>> done = new IdentityHashMap<>();

  private record Timed(Measured measured, double seconds) {}

  TrialRun(Bench bench, int first, int seeds, PrintStream out) {
    this.bench = bench;
    this.first = first;
    this.seeds = seeds;
    this.out = out;
  }

  TrialResult run(Trial trial) throws IOException {
    out.println(trial.name() + ": " + trial.claim());
    out.println("  data: " + trial.data().describe() + "; measured by " + trial.score());
    out.println("  without: " + trial.without().settings());
    out.println("  with: " + trial.with().settings());
    List<Timed> without = new ArrayList<>();
    List<Timed> with = new ArrayList<>();
    for (int i = 0; i < seeds; i++) {
      without.add(measured(trial, trial.without(), i));
      with.add(measured(trial, trial.with(), i));
      show("seed " + (first + i), without.get(i), with.get(i));
    }
    TrialResult result =
        new TrialResult(
            TrialResult.Facts.of(trial, first, seeds, bench.tiny()),
            without.stream().map(Timed::measured).toList(),
            with.stream().map(Timed::measured).toList(),
            seconds(without),
            seconds(with),
            Machine.here());
    show(result);
    return result;
  }

  private Timed measured(Trial trial, Side side, int index) throws IOException {
    String key = trial.data().describe() + "; " + trial.score();
    List<Timed> known =
        done.computeIfAbsent(side, s -> new HashMap<>())
            .computeIfAbsent(key, k -> new ArrayList<>());
    if (known.size() > index) {
      return known.get(index);
    }
    Seed seed = Seed.of(first + (long) index);
    TrialData.Parts parts = bench.parts(trial.data(), seed);
    Task task = new Task(parts.split(), parts.heldOut(), parts.alike(), trial.score(), seed, bench);
    Timed timed = timed(side, task);
    known.add(timed);
    return timed;
  }

  /** A run that diverges counts as guessing. */
  private static Timed timed(Side side, Task task) throws IOException {
    long start = System.nanoTime();
    Measured measured;
    try {
      side.preparation().before(task);
      start = System.nanoTime();
      measured = side.way().measure(task);
    } catch (TrainingDivergedException e) {
      measured = new Measured(1.0 / task.split().labels().size(), Map.of(), true);
    }
    return new Timed(measured, (System.nanoTime() - start) / 1e9);
  }

  private void show(String what, Timed without, Timed with) {
    double before = without.measured().value();
    double after = with.measured().value();
    out.printf(
        Locale.ROOT,
        "  %-8s %.4f  %.4f  %+.4f   %.1f s  %.1f s%s%n",
        what,
        before,
        after,
        after - before,
        without.seconds(),
        with.seconds(),
        without.measured().diverged() || with.measured().diverged() ? "  (diverged)" : "");
  }

  private void show(TrialResult result) {
    PairedDifference difference = result.difference();
    out.printf(
        Locale.ROOT,
        "  mean     %.4f  %.4f  %s (%s)   %.1f s  %.1f s (median)%n",
        result.meanWithout(),
        result.meanWith(),
        difference,
        difference.interval().isPresent()
            ? "95 %, paired t over " + seeds + " seeds"
            : "no interval: the same difference for each of " + seeds + " seeds",
        result.withoutSeconds(),
        result.withSeconds());
    result.beside().forEach(line -> out.println("  " + line));
    out.println("  verdict: " + result.verdictText() + System.lineSeparator());
  }

  /** The median: the first run of a program loads and compiles. */
  private static double seconds(List<Timed> all) {
    double[] sorted = all.stream().mapToDouble(Timed::seconds).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
