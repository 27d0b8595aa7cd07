package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.graft4j.eval.MetricValue;
import org.graft4j.eval.PredictionFile;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.SampleColumns;
import org.graft4j.eval.SliceTable;
import org.graft4j.eval.uncertainty.IntervalSettings;
import org.graft4j.eval.uncertainty.MetricIntervals;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code graft4j evaluate}. */
@Command(
    name = "evaluate",
    description =
        "Measures a saved model on a folder of pictures, or predictions that were made before;"
            + " every number with its interval.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  /** Probabilities of which the draws take longer than one waits without a word. */
  private static final long LONG_WORK = 1_000_000;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "MODEL|PREDICTIONS",
      description = "A saved model, say model.zip; or, without DATA, a file of --predictions.")
  private Path first = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DATA",
      description =
          "Folder with folders named as the model's classes; of a divided one test/ is taken, or"
              + " else val/.")
  private @Nullable Path data;

  @Mixin private ViewsOption views = new ViewsOption();
  @Mixin private IntervalOptions intervals = new IntervalOptions();

  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      description = "Write what the model says of every picture there, as JSON lines.")
  private @Nullable Path predictions;

  @Mixin private GroupsOption groups = new GroupsOption();

  @Option(
      names = "--stratified",
      description =
          "Keep the number of pictures of each class in every draw: right where these numbers were"
              + " chosen, not found.")
  private boolean stratified;

  @Option(
      names = "--strict",
      description = "Fail if a picture cannot be read, instead of leaving it out.")
  private boolean strict;

  @Option(names = "--force", description = "Replace what is at --report or --predictions.")
  private boolean force;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Write report.html, report.json and report.md there.")
  private @Nullable Path report;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    views.views(); // fails for a wrong value, whatever the files are
    IntervalSettings settings = intervals.settings();
    if (stratified && groups.given()) {
      throw new WrongValue(
          "--stratified and --groups must not come together: a group may be of several classes");
    }
    if (stratified) {
      settings = settings.stratifiedByClass();
    }
    groups.require();
    if (report != null) {
      OutputFile.requireFolder(report, force);
      OutputFile.requireOutside("--report", report, data);
    }
    if (predictions != null) {
      OutputFile.require("--predictions", predictions, force);
    }
    EvaluatedRun run = data == null ? EvaluatedRun.of(readOnly()) : modelRun(data);
    if (predictions != null) {
      PredictionFile.write(predictions, run.table(), force);
      Terminal.note("predictions: " + predictions);
    }
    Optional<SampleColumns> columns = groups.columns(run.table().ids());
    IntervalSettings grouped = groups.grouped(settings, run.table(), columns);
    List<SliceTable> tables = slices(run.table(), columns, grouped.confidence());
    if ((long) run.table().size() * run.table().labels().size() > LONG_WORK) {
      Terminal.note(settings.replicates() + " draws for the intervals ...");
    }
    List<MetricValue> metrics = MetricIntervals.of(run.table(), grouped);
    if (report != null) {
      Terminal.note("report: " + run.write(report, metrics, tables));
    }
    if (json) {
      Terminal.json(EvaluationJson.of(run, metrics, grouped, tables));
    } else {
      EvaluationText.lines(run, metrics, grouped, tables).forEach(Terminal::result);
    }
    return 0;
  }

  private EvaluatedRun modelRun(Path folder) throws IOException {
    if (EvaluatedRun.holdsPredictions(first)) {
      throw new WrongValue(
          first + " holds predictions, which are measured as they are: leave DATA out");
    }
    return EvaluatedRun.of(first, folder, strict, views);
  }

  /** A file of predictions, with which nothing can be asked for that needs model or pictures. */
  private Path readOnly() throws IOException {
    if (!EvaluatedRun.holdsPredictions(first) && !empty(first)) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          first + " is no file of predictions: name the folder of pictures too, MODEL DATA");
    }
    if (report != null || predictions != null || strict || !views.views().isPlain()) {
      throw new WrongValue(
          "--report, --predictions, --strict and --tta need a model and pictures, but "
              + first
              + " holds predictions");
    }
    return first;
  }

  private static boolean empty(Path file) throws IOException {
    return Files.isRegularFile(file) && Files.size(file) == 0;
  }

  private static List<SliceTable> slices(
      PredictionTable table, Optional<SampleColumns> columns, double confidence) {
    List<SliceTable> each = new ArrayList<>();
    each.add(SliceTable.byClass(table));
    SliceTable.byFolder(table).ifPresent(each::add);
    if (columns.isPresent()) {
      for (String column : columns.get().names()) {
        each.add(slicesOf(table, columns.get(), column));
      }
    }
    return SliceTable.together(each, confidence);
  }

  private static SliceTable slicesOf(PredictionTable table, SampleColumns columns, String column) {
    // There are tables by class and by folder without any file.
    boolean taken = column.equals("class") || column.equals("folder");
    SliceTable slices =
        SliceTable.byValue(taken ? "column " + column : column, table, columns.values(column));
    if (slices.slices().size() == 1) {
      Terminal.note(
          "column "
              + column
              + " has one value, '"
              + slices.slices().get(0).name()
              + "': there is nothing to compare");
    }
    return slices;
  }
}
