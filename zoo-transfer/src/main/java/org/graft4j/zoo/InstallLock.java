package org.graft4j.zoo;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Whoever fetches weights holds their lock meanwhile, so that all others wait for the result. It
 * goes with the process that held it.
 *
 * <p>POSIX drops all locks that a process has on a file as soon as it closes any channel on it: no
 * channel is opened before this thread has the lock among those of this process.
 */
final class InstallLock {
  private static final long PAUSE_MILLIS = 50;

  /** Static as the locks of files are: they belong to the process. */
  private static final ConcurrentMap<Path, InProcess> IN_PROCESS = new ConcurrentHashMap<>();

  /**
   * The lock of a file among the threads, as long as any of them is at it.
   *
   * @param users holding it or waiting, this one included
   */
  private record InProcess(ReentrantLock lock, int users) {
    static InProcess oneMore(@Nullable InProcess here) {
      return here == null
          ? new InProcess(new ReentrantLock(), 1)
          : new InProcess(here.lock, here.users + 1);
    }

    static @Nullable InProcess oneLess(InProcess here) {
      return here.users == 1 ? null : new InProcess(here.lock, here.users - 1);
    }
  }

  private InstallLock() {}

  /** Something to do under the lock. */
  interface Action<T> {
    T run() throws IOException;
  }

  /**
   * Waits as long as it takes, and runs the action.
   *
   * @param file in a folder that is there; it stays
   * @param waiting is run once if somebody else has the lock
   * @throws InterruptedIOException if the thread was interrupted meanwhile
   */
  static <T> T holding(Path file, Runnable waiting, Action<T> action) throws IOException {
    Path real = file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
    ReentrantLock own = IN_PROCESS.compute(real, (path, here) -> InProcess.oneMore(here)).lock();
    try {
      boolean told = false;
      if (!own.tryLock()) {
        waiting.run();
        told = true;
        own.lockInterruptibly();
      }
      try {
        return holdingFile(real, told ? () -> {} : waiting, action);
      } finally {
        own.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for another download");
    } finally {
      IN_PROCESS.computeIfPresent(real, (path, here) -> InProcess.oneLess(here));
    }
  }

  private static <T> T holdingFile(Path file, Runnable waiting, Action<T> action)
      throws IOException, InterruptedException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      boolean told = false;
      while (!tryLock(channel)) {
        if (!told) {
          waiting.run();
          told = true;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
      return action.run(); // closing the channel unlocks
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // this class loaded a second time, by another class loader, has it
    }
  }
}
