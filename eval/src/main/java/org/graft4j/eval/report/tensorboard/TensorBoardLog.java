package org.graft4j.eval.report.tensorboard;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.graft4j.eval.MetricValue;
import org.graft4j.train.EpochRecord;
import org.graft4j.train.TrainingEvent;
import org.graft4j.train.TrainingListener;
import org.jspecify.annotations.Nullable;

/**
 * Writes a run into an event file for TensorBoard ({@code tensorboard --logdir DIR}): {@code
 * loss/train}, {@code loss/validation}, {@code accuracy/validation} and {@code learning_rate} after
 * each epoch, and what else it is told. Confined to one thread.
 *
 * <p>An epoch's numbers are in the file when the listener returns. Each opening makes a new file,
 * which TensorBoard joins with those that are there: a resumed run goes on with the next step.
 * Steps are epochs, numbered through the stages as planned, so that one that ends early leaves a
 * gap. Numbers are stored as floats.
 */
public final class TensorBoardLog implements TrainingListener, Closeable {
  private final Path file;
  private final OutputStream out;
  private final Map<String, Integer> firstSteps = new LinkedHashMap<>();
  private final Clock clock;
  private long step;

  private TensorBoardLog(Path file, OutputStream out, Map<String, Integer> stages, Clock clock) {
    this.file = file;
    this.out = out;
    this.clock = clock;
    int before = 0;
    for (Map.Entry<String, Integer> stage : stages.entrySet()) {
      firstSteps.put(stage.getKey(), before);
      before += stage.getValue();
    }
  }

  /**
   * A log with a new file.
   *
   * @param directory is made if need be; files in it stay as they are
   * @param stages epochs of each stage by its name, in the order of the run
   * @throws IOException if the file cannot be made
   */
  public static TensorBoardLog open(Path directory, Map<String, Integer> stages)
      throws IOException {
    return open(directory, stages, Clock.systemUTC());
  }

  static TensorBoardLog open(Path directory, Map<String, Integer> stages, Clock clock)
      throws IOException {
    Files.createDirectories(directory);
    for (int i = 0; ; i++) {
      Path file =
          directory.resolve(
              String.format(
                  Locale.ROOT,
                  "events.out.tfevents.%010d.graft4j.%d",
                  clock.instant().getEpochSecond(),
                  i));
      OutputStream out;
      try {
        out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      } catch (FileAlreadyExistsException e) {
        continue; // of another log of this second: TensorBoard reads files by their names
      }
      return begun(new TensorBoardLog(file, out, stages, clock));
    }
  }

  /** The log with its first record; without it, there is neither file nor open stream. */
  private static TensorBoardLog begun(TensorBoardLog log) throws IOException {
    boolean written = false;
    try {
      log.write(EventRecord.version(log.now()));
      written = true;
      return log;
    } finally {
      if (!written) {
        log.close();
        Files.deleteIfExists(log.file);
      }
    }
  }

  /**
   * Writes the numbers of an epoch; takes no notice of other events.
   *
   * @throws IllegalArgumentException if the epoch is of a stage that the log was not told of
   * @throws UncheckedIOException if they cannot be written, say to a full disk
   */
  @Override
  public void onEvent(TrainingEvent event) {
    if (event instanceof TrainingEvent.EpochDone done) {
      EpochRecord epoch = done.record();
      Integer before = firstSteps.get(epoch.stage());
      if (before == null) {
        throw new IllegalArgumentException(
            "stage must be one of " + firstSteps.keySet() + ", but was '" + epoch.stage() + "'");
      }
      step = (long) before + epoch.epoch();
      Map<String, Double> values = new LinkedHashMap<>();
      put(values, "loss/train", epoch.trainLoss());
      put(values, "loss/validation", epoch.validationLoss());
      put(values, "accuracy/validation", epoch.validationAccuracy());
      put(values, "learning_rate", epoch.learningRate());
      epoch.terms().forEach((name, value) -> put(values, "objective/" + name, value));
      try {
        write(EventRecord.scalars(now(), step, values));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void put(Map<String, Double> values, String tag, @Nullable Double value) {
    if (value != null) {
      values.put(tag, value);
    }
  }

  /**
   * Writes the numbers that a run came to, at the step of its last epoch: {@code part/name}, and
   * the ends of intervals as {@code part/name/low} and {@code high}. Undefined ones are left out.
   *
   * @param part what was measured on, say {@code "test"}
   */
  public void metrics(String part, List<MetricValue> metrics) throws IOException {
    Map<String, Double> values = new LinkedHashMap<>();
    for (MetricValue metric : metrics) {
      String tag = part + "/" + metric.name().replace(' ', '_');
      metric.value().ifPresent(value -> values.put(tag, value));
      metric
          .interval()
          .ifPresent(
              interval -> {
                values.put(tag + "/low", interval.low());
                values.put(tag + "/high", interval.high());
              });
    }
    write(EventRecord.scalars(now(), step, values));
  }

  /** A record goes out in one piece, so that who reads meanwhile sees whole ones. */
  private void write(byte[] record) throws IOException {
    try {
      out.write(record);
    } catch (IOException e) {
      throw new IOException("cannot write '" + file + "': " + e.getMessage(), e);
    }
  }

  private double now() {
    return clock.millis() / 1000.0;
  }

  /** The file. */
  public Path file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
