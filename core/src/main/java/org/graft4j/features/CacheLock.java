package org.graft4j.features;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** Whoever adds or removes files in a cache's folder holds its lock meanwhile; readers do not. */
final class CacheLock {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 2;

  private CacheLock() {}

  /** Something to do under the lock. */
  interface Action<T> {
    T run() throws IOException;
  }

  /**
   * Waits for the lock, of other processes and of other caches in this one, and runs the action.
   *
   * @throws IOException if it was not to be had within a minute, or from the action
   */
  static <T> T holding(Path file, Action<T> action) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long start = System.nanoTime();
      while (!tryLock(channel)) {
        if (System.nanoTime() - start > PATIENCE.toNanos()) {
          throw new IOException(
              "the cache was locked by another process for "
                  + PATIENCE.toSeconds()
                  + " s: "
                  + file);
        }
        Thread.sleep(PAUSE_MILLIS);
      }
      return action.run(); // closing the channel unlocks
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the lock of the cache", e);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // another thread of this process has it
    }
  }
}
