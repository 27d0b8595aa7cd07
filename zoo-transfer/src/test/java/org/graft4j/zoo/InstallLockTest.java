package org.graft4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class InstallLockTest {
  @TempDir Path folder;

  /** Another process: holds the lock until its input ends. */
  static final class Holder {
    private Holder() {}

    /** Argument: the lock's file. */
    public static void main(String[] args) throws IOException {
      InstallLock.holding(
          Path.of(args[0]),
          () -> {},
          () -> {
            System.out.println("held");
            System.in.readAllBytes();
            return "";
          });
    }
  }

  /** One that ends well, and one that is killed: its lock goes with it. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void holding_anotherProcessHasIt_waitsForItsEnd(boolean killed) throws Exception {
    Path lock = folder.resolve("lock");
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                lock.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader told = other.inputReader(StandardCharsets.UTF_8)) {
      assertThat(told.readLine()).isEqualTo("held");
      CountDownLatch waits = new CountDownLatch(1);
      FutureTask<String> mine =
          new FutureTask<>(() -> InstallLock.holding(lock, waits::countDown, () -> "done"));
      new Thread(mine).start();

      assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(mine.isDone()).isFalse();
      if (killed) {
        other.destroyForcibly();
      } else {
        other.outputWriter().close();
      }
      assertThat(mine.get(20, TimeUnit.SECONDS)).isEqualTo("done");
    } finally {
      other.destroyForcibly();
    }
  }

  /** More files than any fixed number of locks within a process. */
  @Test
  void holding_otherFilesAreHeldByAnotherThread_doesNotWait() throws Exception {
    FutureTask<Boolean> other =
        new FutureTask<>(() -> holding(300, () -> waitsFor(folder.resolve("mine"))));
    new Thread(other).start();

    assertThat(other.get(30, TimeUnit.SECONDS)).isFalse();
  }

  private <T> T holding(int files, InstallLock.Action<T> action) throws IOException {
    return files == 0
        ? action.run()
        : InstallLock.holding(
            folder.resolve("lock" + files), () -> {}, () -> holding(files - 1, action));
  }

  /** Whether a thread of its own has to wait for the lock. */
  private static boolean waitsFor(Path lock) throws IOException {
    boolean[] waited = {false};
    FutureTask<String> task =
        new FutureTask<>(() -> InstallLock.holding(lock, () -> waited[0] = true, () -> "done"));
    new Thread(task).start();
    try {
      task.get(10, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IOException(e);
    }
    return waited[0];
  }

  @Test
  void holding_nobodyHasIt_doesNotWait() throws Exception {
    boolean[] waited = {false};
    assertThat(InstallLock.holding(folder.resolve("lock"), () -> waited[0] = true, () -> "done"))
        .isEqualTo("done");
    assertThat(waited[0]).isFalse();
  }
}
