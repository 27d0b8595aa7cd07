package org.graft4j.examples.methods;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The main of a program of trials: runs all of them or those that are named, and prints for each
 * seed the score without and with the method, their means, the paired difference with its interval,
 * the times, and a verdict.
 *
 * <pre>
 * [NAME...] [--list] [--first N] [--seeds N] [--data FOLDER] [--results FILE] [--tiny]
 * </pre>
 *
 * <p>{@code --list} says which trials there are. There are 6 seeds from 1 on if nothing else is
 * said; whoever tries settings should do so on other ones. {@code --data} has the real pictures
 * that some trials want; without it those are left out. With {@code --results} finished trials are
 * kept, and not run again unless their settings have changed. {@code --tiny} runs everything on a
 * few pictures for one epoch: the numbers mean nothing then.
 */
public final class TrialProgram {
  private TrialProgram() {}

  /**
   * Runs the trials.
   *
   * @throws IllegalArgumentException if an option or a name is none
   * @throws IllegalStateException if trials failed; the others were run
   */
  public static void run(List<Trial> trials, String[] args) throws IOException {
    List<RuntimeException> failures = new ArrayList<>();
    run(trials, TrialOptions.parse(args), failures);
    throwIfAny(failures);
  }

  /**
   * Runs the trials of all families, and writes what came of them between the marks in the document
   * that {@code --table} names; of trials that were not run, or failed, the table says so.
   *
   * @throws IllegalArgumentException if an option or a name is none, the document has no marks, or
   *     it has rows and not all trials are to be run in full
   * @throws IllegalStateException if trials failed; the others were run
   */
  public static void runAll(List<Family> families, String[] args) throws IOException {
    TrialOptions options = TrialOptions.parse(args);
    if (options.table().isPresent()) {
      ResultsTable.requireMarks(options.table().get());
      if (options.tiny() || !options.names().isEmpty()) {
        ResultsTable.requireNoRows(options.table().get());
      }
    }
    List<Trial> trials = families.stream().flatMap(f -> f.trials().stream()).toList();
    List<RuntimeException> failures = new ArrayList<>();
    List<TrialResult> results = run(trials, options, failures);
    if (options.table().isPresent() && !options.list()) {
      ResultsTable.write(options.table().get(), families, results, options.seeds());
    }
    throwIfAny(failures);
  }

  private static void throwIfAny(List<RuntimeException> failures) {
    if (!failures.isEmpty()) {
      IllegalStateException all = new IllegalStateException(failures.size() + " trials failed");
      failures.forEach(all::addSuppressed);
      throw all;
    }
  }

  private static List<TrialResult> run(
      List<Trial> trials, TrialOptions options, List<RuntimeException> failures)
      throws IOException {
    List<Trial> chosen = chosen(trials, options.names());
    if (options.list()) {
      chosen.forEach(trial -> System.out.println(trial.name() + ": " + trial.claim()));
      return List.of();
    }
    if (options.data().isPresent() && !Files.isDirectory(options.data().get())) {
      throw new IllegalArgumentException(
          "--data must be a folder, but was '" + options.data().get() + "'");
    }
    @Nullable ResultsFile file = results(options.results());
    List<TrialResult> results = new ArrayList<>();
    try (Bench bench = Bench.open(options.data(), options.tiny())) {
      TrialRun run = new TrialRun(bench, options.first(), options.seeds(), System.out);
      for (Trial trial : chosen) {
        Optional<TrialResult> known = known(trial, file, options);
        if (known.isPresent()) {
          System.out.println(trial.name() + ": finished before, " + known.get().verdictText());
          results.add(known.get());
          continue;
        }
        if (!trial.data().isThere(bench)) {
          System.out.println(
              trial.name() + ": left out, since " + trial.data().describe() + " is not in --data");
          continue;
        }
        try {
          TrialResult result = run.run(trial);
          if (file != null) {
            file.put(result);
          }
          results.add(result);
        } catch (IOException | RuntimeException e) {
          // The trials after it can be run all the same; what failed is told at the end.
          System.out.println("  failed: " + e + System.lineSeparator());
          failures.add(new IllegalStateException("trial '" + trial.name() + "' failed", e));
        }
      }
    }
    return results;
  }

  private static Optional<TrialResult> known(
      Trial trial, @Nullable ResultsFile file, TrialOptions options) {
    return file == null
        ? Optional.empty()
        : file.of(TrialResult.Facts.of(trial, options.first(), options.seeds(), options.tiny()));
  }

  private static @Nullable ResultsFile results(Optional<Path> file) throws IOException {
    return file.isEmpty() ? null : ResultsFile.at(file.get());
  }

  private static List<Trial> chosen(List<Trial> trials, List<String> names) {
    Set<String> known = new HashSet<>();
    for (Trial trial : trials) {
      if (!known.add(trial.name())) {
        throw new IllegalArgumentException(
            "names of trials must differ, but '" + trial.name() + "' came twice");
      }
    }
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "unknown trial '"
                + name
                + "'; there are "
                + trials.stream().map(Trial::name).collect(Collectors.joining(", ")));
      }
    }
    return names.isEmpty()
        ? trials
        : trials.stream().filter(trial -> names.contains(trial.name())).toList();
  }
}
