package org.graft4j.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.report.tensorboard.TensorBoardLog;
import org.graft4j.train.TrainingEvent;
import org.graft4j.train.TrainingListener;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.Stage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --tensorboard}: event files of a training run. */
final class TensorBoardOption {
  @Option(
      names = "--tensorboard",
      paramLabel = "DIR",
      description =
          "Write an event file for TensorBoard there, epoch by epoch; a resumed run adds another.")
  private @Nullable Path directory;

  /**
   * Looks at the place before the work that ends in it.
   *
   * @param data is read, and must not have it inside
   */
  void require(Path data) throws IOException {
    if (directory != null) {
      OutputFile.requireFolder(directory, true);
      OutputFile.requireOutside("--tensorboard", directory, data);
    }
  }

  /** The log of a run: writes nothing if it was not asked for. */
  Log open(FineTunePlan plan) throws IOException {
    if (directory == null) {
      return new Log(Optional.empty());
    }
    Map<String, Integer> stages = new LinkedHashMap<>();
    for (Stage stage : plan.stages()) {
      stages.put(stage.name(), stage.epochs());
    }
    Log log = new Log(Optional.of(TensorBoardLog.open(directory, stages)));
    Terminal.note("tensorboard --logdir " + directory);
    return log;
  }

  /** Where events go, or nowhere. */
  record Log(Optional<TensorBoardLog> file) implements TrainingListener, Closeable {

    @Override
    public void onEvent(TrainingEvent event) {
      file.ifPresent(log -> log.onEvent(event));
    }

    /** Writes what the run came to. */
    void metrics(ClassificationReport report) throws IOException {
      if (file.isPresent()) {
        file.get().metrics(report.split(), report.metrics());
      }
    }

    @Override
    public void close() throws IOException {
      if (file.isPresent()) {
        file.get().close();
      }
    }
  }
}
