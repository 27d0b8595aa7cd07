package org.graft4j.eval.report.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.graft4j.eval.Interval;
import org.graft4j.eval.MetricValue;
import org.graft4j.train.EpochRecord;
import org.graft4j.train.TrainingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardLogTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochMilli(1_700_000_000_500L), ZoneOffset.UTC);

  @TempDir private Path folder;

  private static Map<String, Integer> stages() {
    Map<String, Integer> stages = new LinkedHashMap<>();
    stages.put("head", 3);
    stages.put("all", 2);
    return stages;
  }

  private static TrainingEvent epoch(String stage, int epoch, Double validation) {
    return new TrainingEvent.EpochDone(
        new EpochRecord(stage, epoch, 0.75, validation, validation, 0.01, 1), 3, 0);
  }

  /** The check value of the polynomial's catalogue: the reader's own CRC is right. */
  @Test
  void reader_knownVector_hasTheKnownSum() {
    assertThat(EventFileReader.crc32c("123456789".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(0xe3069283);
  }

  @Test
  void masked_knownVector_isRotatedAndShifted() {
    byte[] bytes = "123456789".getBytes(StandardCharsets.US_ASCII);
    int crc = 0xe3069283;
    assertThat(EventRecord.masked(bytes, 9)).isEqualTo(((crc >>> 15) | (crc << 17)) + 0xa282ead8);
  }

  /** By hand from the protobuf encoding: keys, lengths and little-endian numbers. */
  @Test
  void scalars_oneNumber_areTheBytesOfTheFormat() {
    byte[] record = EventRecord.scalars(1.5, 300, Map.of("a", 0.5));
    String message =
        "09"
            + "000000000000f83f" // wall_time 1.5
            + "10"
            + "ac02" // step 300
            + "2a"
            + "0a" // summary of 10 bytes
            + "0a"
            + "08" // value of 8 bytes
            + "0a"
            + "01"
            + "61" // tag "a"
            + "15"
            + "0000003f"; // simple_value 0.5
    String hex = HexFormat.of().formatHex(record);
    assertThat(hex).startsWith("1800000000000000").hasSize(2 * (24 + 16));
    assertThat(hex.substring(24, 24 + 48)).isEqualTo(message);
  }

  @Test
  void log_twoStages_numbersTheEpochsThrough() throws IOException {
    TensorBoardLog log = TensorBoardLog.open(folder.resolve("new/runs"), stages(), CLOCK);
    try (log) {
      log.onEvent(new TrainingEvent.StageStarted("head", 3, 1, 7));
      log.onEvent(epoch("head", 1, null));
      log.onEvent(epoch("all", 2, 0.25));
      log.metrics(
          "test",
          List.of(
              new MetricValue(
                  "macro F1",
                  OptionalDouble.of(0.5),
                  Optional.of(new Interval(0.25, 0.75, 0.95)),
                  ""),
              new MetricValue("kappa", OptionalDouble.empty(), Optional.empty(), "")));
    }
    List<EventFileReader.Event> events = EventFileReader.read(log.file());
    assertThat(events.stream().map(EventFileReader.Event::step)).containsExactly(0L, 1L, 5L, 5L);
    assertThat(events.get(0).version()).isEqualTo("brain.Event:2");
    assertThat(events).allMatch(event -> event.wallTime() == 1_700_000_000.5);
    assertThat(events.get(1).scalars())
        .containsExactly(entry("loss/train", 0.75f), entry("learning_rate", 0.01f));
    assertThat(events.get(2).scalars())
        .containsExactly(
            entry("loss/train", 0.75f),
            entry("loss/validation", 0.25f),
            entry("accuracy/validation", 0.25f),
            entry("learning_rate", 0.01f));
    assertThat(events.get(3).scalars())
        .containsExactly(
            entry("test/macro_F1", 0.5f),
            entry("test/macro_F1/low", 0.25f),
            entry("test/macro_F1/high", 0.75f));
  }

  /** Who watches sees each epoch when it is over, not when the run is. */
  @Test
  void log_epochDone_isInTheFileBeforeItIsClosed() throws IOException {
    try (TensorBoardLog log = TensorBoardLog.open(folder, stages(), CLOCK)) {
      log.onEvent(epoch("head", 1, 0.5));
      assertThat(EventFileReader.read(log.file())).hasSize(2);
    }
  }

  /** A resumed run, even in the same second, adds a file and leaves the first alone. */
  @Test
  void open_twice_makesTwoFiles() throws IOException {
    TensorBoardLog.open(folder, stages(), CLOCK).close();
    try (TensorBoardLog second = TensorBoardLog.open(folder, stages(), CLOCK)) {
      second.onEvent(epoch("head", 2, 0.5));
      assertThat(EventFileReader.read(second.file()).get(1).step()).isEqualTo(2);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "events.out.tfevents.1700000000.graft4j.0",
              "events.out.tfevents.1700000000.graft4j.1");
    }
  }

  @Test
  void log_unknownStage_isRefused() throws IOException {
    try (TensorBoardLog log = TensorBoardLog.open(folder, stages(), CLOCK)) {
      assertThatThrownBy(() -> log.onEvent(epoch("tail", 1, 0.5)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("stage must be one of [head, all], but was 'tail'");
    }
  }

  @Test
  void open_firstRecordFails_leavesNoFile() throws IOException {
    Clock once =
        new Clock() {
          private boolean asked;

          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            if (asked) {
              throw new IllegalStateException("no second time");
            }
            asked = true;
            return CLOCK.instant();
          }
        };
    assertThatThrownBy(() -> TensorBoardLog.open(folder, stages(), once))
        .hasMessage("no second time");
    assertThat(folder).isEmptyDirectory();
  }
}
