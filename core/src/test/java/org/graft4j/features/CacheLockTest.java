package org.graft4j.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One at a time works in a cache's folder, whichever process or thread it is. */
class CacheLockTest {
  private static final int GOT_IT = 7;
  private static final int REFUSED = 3;

  @TempDir Path folder;

  /** A process of its own that tries to lock a file. */
  static final class AnotherProcess {
    private AnotherProcess() {}

    public static void main(String[] arguments) throws IOException {
      try (FileChannel channel =
          FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
        System.exit(channel.tryLock() == null ? REFUSED : GOT_IT);
      }
    }

    static int tries(Path file) throws IOException, InterruptedException {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("java.class.path"),
              AnotherProcess.class.getName(),
              file.toString())
          .start()
          .waitFor();
    }
  }

  private Path lock() {
    return folder.resolve("lock");
  }

  @Test
  void holding_over_leavesTheLockToOtherProcesses() throws Exception {
    CacheLock.holding(lock(), () -> "done");

    assertThat(AnotherProcess.tries(lock())).isEqualTo(GOT_IT);
  }

  /** The waiter's channel must not be closed while another thread holds the file. */
  @Test
  void holding_waiterInterrupted_staysLockedForOtherProcesses() throws Exception {
    AtomicReference<Throwable> waiters = new AtomicReference<>();
    int outcome =
        CacheLock.holding(
            lock(),
            () -> {
              try {
                Thread waiter = new Thread(() -> waiters.set(failure()));
                waiter.start();
                while (waiter.getState() != Thread.State.TIMED_WAITING) {
                  Thread.sleep(1);
                }
                waiter.interrupt();
                waiter.join();
                return AnotherProcess.tries(lock());
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
            });

    assertThat(waiters.get()).hasMessageContaining("interrupted while waiting");
    assertThat(outcome).isEqualTo(REFUSED);
  }

  private Throwable failure() {
    try {
      return CacheLock.holding(lock(), () -> new AssertionError("the lock was held"));
    } catch (IOException e) {
      return e;
    }
  }

  @Test
  void holding_twoNamesOfOneFolder_isOneAtATime() throws Exception {
    Path other = Files.createSymbolicLink(folder.resolve("other"), folder).resolve("lock");
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Thread[] threads = new Thread[4];
    for (int i = 0; i < threads.length; i++) {
      Path name = i % 2 == 0 ? lock() : other;
      threads[i] = new Thread(() -> enter(name, inside, most));
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(most.get()).isEqualTo(1);
  }

  private static void enter(Path name, AtomicInteger inside, AtomicInteger most) {
    for (int i = 0; i < 50; i++) {
      try {
        CacheLock.holding(
            name,
            () -> {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              return inside.decrementAndGet();
            });
      } catch (IOException e) {
        most.set(Integer.MAX_VALUE);
      }
    }
  }

  @Test
  void holding_withinItself_isRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> CacheLock.holding(lock(), () -> CacheLock.holding(lock(), () -> 1)))
        .withMessageContaining("locked by this thread already");
  }
}
