package org.graft4j.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Which pictures of a data set can be decoded: found out once, before training, so that damaged
 * ones are left out by name and not met in the middle of an epoch. Both lists are in the order of
 * the items handed in, for any number of threads.
 *
 * @param readable the items whose pictures are whole
 * @param unreadable the others, with the reasons
 */
public record PictureAudit(List<ImageItem> readable, List<UnreadablePicture> unreadable) {

  public PictureAudit {
    readable = List.copyOf(readable);
    unreadable = List.copyOf(unreadable);
  }

  /** Decodes every item with the standard reader, on all processors. */
  public static PictureAudit of(List<ImageItem> items) {
    return of(items, PictureReader.standard(), Runtime.getRuntime().availableProcessors());
  }

  /**
   * Decodes every item once and drops the pixels.
   *
   * @param threads how many pictures are decoded at a time, as far as memory allows; positive
   */
  public static PictureAudit of(List<ImageItem> items, PictureReader reader, int threads) {
    if (threads <= 0) {
      throw new IllegalArgumentException("threads must be positive, but was " + threads);
    }
    ExecutorService workers = WorkerThreads.start("graft4j-decode", threads);
    try {
      List<Future<@Nullable String>> reasons = new ArrayList<>();
      for (ImageItem item : items) {
        reasons.add(workers.submit(() -> reason(item, reader)));
      }
      List<ImageItem> readable = new ArrayList<>();
      List<UnreadablePicture> unreadable = new ArrayList<>();
      for (int i = 0; i < items.size(); i++) {
        String reason = await(reasons.get(i));
        if (reason == null) {
          readable.add(items.get(i));
        } else {
          unreadable.add(new UnreadablePicture(items.get(i).id(), reason));
        }
      }
      return new PictureAudit(readable, unreadable);
    } finally {
      workers.shutdownNow();
    }
  }

  private static @Nullable String reason(ImageItem item, PictureReader reader) {
    try {
      reader.read(item.file());
      return null;
    } catch (UnreadablePictureException e) {
      return e.reason();
    } catch (IOException e) {
      return "the file cannot be read (" + e + ")";
    }
  }

  private static @Nullable String await(Future<@Nullable String> reason) {
    try {
      return reason.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while pictures were being checked", e);
    } catch (ExecutionException e) {
      // A heap that is too small says nothing about the picture.
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(
          "checking the pictures failed: " + e.getCause(), e.getCause());
    }
  }

  /** The ids of the unreadable pictures, for {@link ImageFolder#without}. */
  public List<String> unreadableIds() {
    return unreadable.stream().map(UnreadablePicture::id).toList();
  }
}
