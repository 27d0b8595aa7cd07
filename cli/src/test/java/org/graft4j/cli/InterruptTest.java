package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.graft4j.train.CheckpointFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C on the real command, in a virtual machine of its own. */
@Tag("slow")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no kill -INT")
class InterruptTest {
  @TempDir Path own;
  private final List<String> train = new ArrayList<>();

  private Process start(String... more) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("org.graft4j.cli.Graft4j");
    command.addAll(train);
    command.addAll(Arrays.asList(more));
    return new ProcessBuilder(command)
        .redirectOutput(own.resolve("out.txt").toFile())
        .redirectError(own.resolve("err.txt").toFile())
        .start();
  }

  private String err() throws Exception {
    return Files.readString(own.resolve("err.txt"));
  }

  @Test
  void train_ctrlC_keepsTheLastEpochAndCanGoOn() throws Exception {
    Path out = own.resolve("model.zip");
    CheckpointFile checkpoint = CheckpointFile.at(own.resolve("model.zip.checkpoint"));
    train.addAll(
        List.of(
            "train",
            Pieces.divided(own.resolve("pictures")).toString(),
            "--backbone",
            Pieces.weights(own).toString(),
            "--arch",
            "slimresnet",
            "--plan",
            "full",
            "--epochs",
            "4000",
            "--out",
            out.toString()));
    Process first = start();
    try {
      for (int i = 0; i < 1200 && !checkpoint.exists() && first.isAlive(); i++) {
        Thread.sleep(100);
      }
      assertThat(checkpoint.exists()).as(err()).isTrue();
      Process kill = new ProcessBuilder("kill", "-INT", Long.toString(first.pid())).start();
      assumeTrue(kill.waitFor() == 0, "no kill here");

      assertThat(first.waitFor(60, TimeUnit.SECONDS)).as(err()).isTrue();
      assertThat(first.exitValue()).as(err()).isEqualTo(130);
      assertThat(err()).contains("stopping after this batch", "graft4j: stopped in stage 'all'");
      assertThat(err().lines().filter(line -> line.startsWith("graft4j: "))).hasSize(1);
      assertThat(err()).doesNotContain("\tat ");
      assertThat(own.resolve("out.txt")).isEmptyFile();
      assertThat(out).doesNotExist();
      assertThat(Pieces.names(own)).noneMatch(name -> name.endsWith(".tmp"));
    } finally {
      first.destroyForcibly();
    }

    int kept = checkpoint.read().epoch();
    Process second = start("--resume", "--stop-after", "1");
    try {
      assertThat(second.waitFor(120, TimeUnit.SECONDS)).as(err()).isTrue();
      assertThat(second.exitValue()).as(err()).isZero();
      assertThat(err()).contains("goes on with epoch " + (kept + 1) + " of 4000");
      assertThat(checkpoint.read().epoch()).isEqualTo(kept + 1);
    } finally {
      second.destroyForcibly();
    }
  }
}
