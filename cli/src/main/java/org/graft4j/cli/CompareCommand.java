package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.graft4j.eval.PredictionFile;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.uncertainty.IntervalSettings;
import org.graft4j.eval.uncertainty.PairedComparison;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code graft4j compare}. */
@Command(
    name = "compare",
    description =
        "Says whether models differ on the same pictures beyond what chance explains, from their"
            + " predictions (evaluate --predictions).",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
  /** Samples drawn, beyond which one waits. */
  private static final long LONG_WORK = 10_000_000;

  @Parameters(
      arity = "1..*",
      paramLabel = "PREDICTIONS",
      description = "Files of predictions, of the same pictures.")
  private List<Path> files = List.of();

  @Mixin private IntervalOptions intervals = new IntervalOptions();
  @Mixin private GroupsOption groups = new GroupsOption();

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    IntervalSettings settings = intervals.settings();
    groups.require();
    if (files.size() < 2) {
      throw new WrongValue(
          "PREDICTIONS must be two files at least, but was " + files.get(0) + " alone");
    }
    if (new HashSet<>(files).size() < files.size()) {
      throw new WrongValue("files must differ to be compared, but one was named twice");
    }
    List<PredictionTable> tables = new ArrayList<>();
    for (Path file : files) {
      tables.add(inOrder(file, tables));
    }
    PredictionTable first = tables.get(0);
    settings = groups.grouped(settings, first, groups.columns(first.ids()));
    int many = tables.size() * (tables.size() - 1) / 2;
    IntervalSettings each = together(settings, many);
    if ((long) many * each.replicates() * first.size() > LONG_WORK) {
      Terminal.note(
          Count.of(many, "comparison", "comparisons")
              + " of "
              + each.replicates()
              + " draws each ...");
    }
    List<PairedComparison> comparisons = new ArrayList<>();
    List<int[]> pairs = new ArrayList<>();
    for (int i = 0; i < tables.size(); i++) {
      for (int j = i + 1; j < tables.size(); j++) {
        comparisons.add(PairedComparison.of(tables.get(i), tables.get(j), each));
        pairs.add(new int[] {i, j});
      }
    }
    Comparisons result =
        new Comparisons(
            files,
            tables,
            pairs,
            PairedComparison.corrected(comparisons),
            settings,
            each.replicates());
    if (json) {
      Terminal.json(result.json());
    } else {
      result.lines().forEach(Terminal::result);
    }
    return 0;
  }

  /** Each wider, so that all hold together. */
  private static IntervalSettings together(IntervalSettings settings, int many) {
    try {
      return settings.together(many);
    } catch (IllegalArgumentException e) {
      throw new WrongValue(many + " comparisons are too many at once: " + e.getMessage());
    }
  }

  /** All like the first one. */
  private PredictionTable inOrder(Path file, List<PredictionTable> before) throws IOException {
    PredictionTable table = PredictionFile.read(file);
    if (before.isEmpty()) {
      return table;
    }
    try {
      return table.inOrderOf(before.get(0));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          files.get(0) + " and " + file + " cannot be compared: " + e.getMessage(), e);
    }
  }
}
