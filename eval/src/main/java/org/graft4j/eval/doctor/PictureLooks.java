package org.graft4j.eval.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.graft4j.data.ImageItem;
import org.graft4j.train.TrainingInterruptedException;

/** Decodes pictures once each, several at a time, and keeps what a comparison needs. */
final class PictureLooks {
  private PictureLooks() {}

  /**
   * Looks at pictures, in their order whatever the number of threads.
   *
   * @param threads positive
   * @param done is told after each picture how many there have been; from the caller's thread
   * @param stop is asked after each picture
   * @throws TrainingInterruptedException if it was asked to stop
   */
  static List<PictureLook> at(
      List<ImageItem> items, int threads, IntConsumer done, BooleanSupplier stop) {
    ExecutorService workers =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              Thread thread = new Thread(work, "graft4j-doctor");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<PictureLook>> pending = new ArrayList<>(items.size());
      for (ImageItem item : items) {
        pending.add(workers.submit(() -> PictureLook.at(item)));
      }
      List<PictureLook> looks = new ArrayList<>(items.size());
      for (Future<PictureLook> look : pending) {
        looks.add(await(look));
        done.accept(looks.size());
        if (stop.getAsBoolean()) {
          throw new TrainingInterruptedException("while pictures were looked at");
        }
      }
      return looks;
    } finally {
      workers.shutdownNow();
    }
  }

  private static PictureLook await(Future<PictureLook> look) {
    try {
      return look.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while pictures were looked at", e);
    } catch (ExecutionException e) {
      // A heap that is too small says nothing about the picture.
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(
          "looking at the pictures failed: " + e.getCause(), e.getCause());
    }
  }
}
