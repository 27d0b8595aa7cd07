package org.graft4j.features;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * Whoever adds or removes files in a cache's folder holds its lock meanwhile; readers do not.
 *
 * <p>POSIX drops all locks that a process has on a file as soon as it closes any channel on it. So
 * no channel is opened before this process has the lock for itself: one that waits, and gives up,
 * would free the file for other processes while a thread of ours works in the folder.
 */
final class CacheLock {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 2;

  /**
   * One for each folder, or for a few that happen to share it. Static as the locks of files are:
   * they belong to the process.
   */
  private static final ReentrantLock[] IN_PROCESS =
      IntStream.range(0, 64).mapToObj(i -> new ReentrantLock()).toArray(ReentrantLock[]::new);

  private CacheLock() {}

  /** Something to do under the lock. */
  interface Action<T> {
    T run() throws IOException;
  }

  /**
   * Waits for the lock, of other threads and of other processes, and runs the action, which must
   * not ask for a lock itself.
   *
   * @param file in a folder that is there
   * @throws IOException if it was not to be had within a minute, if the thread was interrupted
   *     meanwhile, or from the action
   */
  static <T> T holding(Path file, Action<T> action) throws IOException {
    ReentrantLock own = inProcess(file);
    if (own.isHeldByCurrentThread()) {
      throw new IllegalStateException("a cache is locked by this thread already: " + file);
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      if (!own.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        throw tooLong("thread", file);
      }
      try {
        return holdingFile(file, deadline, action);
      } finally {
        own.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the lock of the cache", e);
    }
  }

  /** The same for all names of a file. */
  private static ReentrantLock inProcess(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path real = folder == null ? file : folder.toRealPath().resolve(file.getFileName());
    return IN_PROCESS[Math.floorMod(real.hashCode(), IN_PROCESS.length)];
  }

  private static <T> T holdingFile(Path file, long deadline, Action<T> action)
      throws IOException, InterruptedException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      while (!tryLock(channel)) {
        if (System.nanoTime() - deadline > 0) {
          throw tooLong("process", file);
        }
        Thread.sleep(PAUSE_MILLIS);
      }
      return action.run(); // closing the channel unlocks
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // this class loaded a second time, by another class loader, has it
    }
  }

  private static IOException tooLong(String holder, Path file) {
    return new IOException(
        "the cache was locked by another "
            + holder
            + " for "
            + PATIENCE.toSeconds()
            + " s: "
            + file);
  }
}
