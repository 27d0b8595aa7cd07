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
import org.graft4j.eval.SampleColumns;
import org.graft4j.eval.SliceTable;
import org.graft4j.eval.uncertainty.IntervalSettings;
import org.graft4j.eval.uncertainty.MetricIntervals;
import org.graft4j.runtime.NearestName;
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
  private static final String FOLDER = "folder";

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

  @Option(
      names = "--slices",
      paramLabel = "FILE.csv",
      description =
          "Measure by each of its columns too; its first line is id,COLUMN,..., and every picture"
              + " has a line.")
  private @Nullable Path slices;

  @Option(
      names = "--groups",
      paramLabel = "COLUMN",
      description =
          "Draw what has the same value there together, say all pictures of one patient: a column"
              + " of --slices, or 'folder' for what lies between the class's folder and the"
              + " picture.")
  private @Nullable String groups;

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
    IntervalSettings settings = intervals.settings();
    if (stratified && groups != null) {
      throw new WrongValue(
          "--stratified and --groups must not come together: a group may be of several classes");
    }
    if (stratified) {
      settings = settings.stratifiedByClass();
    }
    if (groups != null && slices == null && !groups.equals(FOLDER)) {
      throw new WrongValue(
          "--groups must name a column of --slices, or be folder, but was '"
              + groups
              + "' without --slices");
    }
    if (report != null) {
      OutputFile.requireFolder(report, force);
    }
    if (predictions != null) {
      OutputFile.require(predictions, force);
    }
    EvaluatedRun run = data == null ? EvaluatedRun.of(readOnly()) : modelRun(data);
    if (predictions != null) {
      PredictionFile.write(predictions, run.table(), force);
      Terminal.note("predictions: " + predictions);
    }
    List<SliceTable> tables = new ArrayList<>();
    IntervalSettings grouped = slice(run, settings, tables);
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

  /**
   * Adds the tables of slices.
   *
   * @return the settings, with groups if they were asked for
   */
  private IntervalSettings slice(
      EvaluatedRun run, IntervalSettings settings, List<SliceTable> tables) throws IOException {
    tables.add(SliceTable.byClass(run.table()));
    Optional<SliceTable> folders = SliceTable.byFolder(run.table());
    folders.ifPresent(tables::add);
    if (slices == null) {
      return groups == null ? settings : settings.grouped(FOLDER, folders(run, folders));
    }
    SampleColumns columns = SampleColumns.read(slices, run.table().ids());
    if (columns.others() > 0) {
      Terminal.note(
          Count.of(columns.others(), "line", "lines")
              + " of "
              + slices
              + " tell of other pictures");
    }
    for (String column : columns.names()) {
      tables.add(SliceTable.byValue(column, run.table(), columns.values(column)));
    }
    if (groups == null) {
      return settings;
    }
    if (columns.names().contains(groups)) {
      return settings.grouped(groups, columns.groups(groups));
    }
    if (groups.equals(FOLDER)) {
      return settings.grouped(FOLDER, folders(run, folders));
    }
    throw new WrongValue(
        "--groups: " + NearestName.unknown("column of " + slices, groups, columns.names()));
  }

  private static List<String> folders(EvaluatedRun run, Optional<SliceTable> folders) {
    if (folders.isEmpty()) {
      throw new WrongValue(
          "--groups folder needs folders between the class's folder and the picture, but there are"
              + " none: name a column of --slices");
    }
    return SliceTable.folders(run.table());
  }
}
