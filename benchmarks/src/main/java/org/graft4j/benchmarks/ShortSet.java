package org.graft4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All questions once, each in a process of its own, within some minutes. */
final class ShortSet {
  private static final String MEMORY = "peak memory";

  private final Cores cores;
  private final Predicate<String> chosen;
  private final List<Comparison> rows = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();

  /**
   * A set not yet run.
   *
   * @param chosen by title, which questions to ask
   */
  ShortSet(Cores cores, Predicate<String> chosen) {
    this.cores = cores;
    this.chosen = chosen;
  }

  /** One question's measurement, whose rows are read from the file that it was given. */
  @FunctionalInterface
  private interface Question {
    List<Comparison> ask(Path file) throws IOException;
  }

  /** Measures; a question that fails is named on stderr and left out. */
  List<Comparison> run() {
    for (Round round : Round.values()) {
      ask(
          round.title(),
          file -> {
            Child.run(cores, Round.class, List.of(round.name(), file.toString()));
            return Comparison.fromJson(Files.readString(file));
          });
    }
    ask(MEMORY, file -> List.of(memory(file)));
    return List.copyOf(rows);
  }

  /** Titles of all questions, in their order. */
  static List<String> titles() {
    return Stream.concat(Arrays.stream(Round.values()).map(Round::title), Stream.of(MEMORY))
        .toList();
  }

  /** Titles of the questions that could not be answered. */
  List<String> failed() {
    return List.copyOf(failed);
  }

  private void ask(String title, Question question) {
    if (!chosen.test(title)) {
      return;
    }
    long start = System.nanoTime();
    System.err.print("bench: " + title + " ... ");
    System.err.flush();
    try {
      Path file = Files.createTempFile("graft4j-bench", ".json");
      try {
        rows.addAll(question.ask(file));
      } finally {
        Files.deleteIfExists(file);
      }
      System.err.printf(Locale.ROOT, "%.0f s%n", (System.nanoTime() - start) / 1e9);
    } catch (IOException e) {
      failed.add(title);
      System.err.println("failed: " + e.getMessage());
    }
  }

  private Comparison memory(Path file) throws IOException {
    double small = peak(PeakMemory.SMALL, file);
    double large = peak(PeakMemory.LARGE, file);
    return Comparison.memory(
        "peak memory, "
            + PeakMemory.LARGE
            + " pictures (ratio: "
            + PeakMemory.LARGE
            + " / "
            + PeakMemory.SMALL
            + ")",
        PeakMemory.SMALL + " pictures",
        large,
        small);
  }

  private double peak(int pictures, Path file) throws IOException {
    try (DrawnPictures drawn = DrawnPictures.write(pictures, PeakMemory.SIZE)) {
      Child.run(cores, PeakMemory.class, List.of(drawn.folder().toString(), file.toString()));
    }
    return Double.parseDouble(Files.readString(file));
  }
}
