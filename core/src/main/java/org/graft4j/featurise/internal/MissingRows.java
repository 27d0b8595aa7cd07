package org.graft4j.featurise.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.graft4j.features.RowKey;
import org.graft4j.train.TrainingEvent;
import org.graft4j.train.TrainingInterruptedException;
import org.graft4j.train.TrainingListener;

/** Computes the rows that are not cached yet, as far as there is room for them. */
public final class MissingRows {
  private final FrozenPart part;
  private final TrainingListener listener;
  private final BooleanSupplier stop;

  private MissingRows(FrozenPart part, TrainingListener listener, BooleanSupplier stop) {
    this.part = part;
    this.listener = listener;
    this.stop = stop;
  }

  /**
   * Runs the trunk over what is missing. Rows that do not fit are computed each time they are used;
   * those of the drawn views all or none.
   *
   * @param listener told of the progress
   * @param stop asked after each batch
   * @throws TrainingInterruptedException if it is asked to stop; what was computed is kept
   */
  public static void compute(
      FrozenPart part, List<Features> wanted, TrainingListener listener, BooleanSupplier stop)
      throws IOException {
    new MissingRows(part, listener, stop).compute(wanted);
  }

  private void compute(List<Features> wanted) throws IOException {
    List<Features> todo = new ArrayList<>();
    todo.addAll(missing(wanted.stream().filter(f -> f.view() == 0).toList(), 0));
    todo.addAll(missing(wanted.stream().filter(f -> f.view() > 0).toList(), 1));
    int total = todo.stream().mapToInt(Features::size).sum();
    int before = 0;
    for (Features features : todo) {
      run(features, before, total);
      before += features.size();
    }
  }

  /** What is not there, each row once; nothing if there is no room for it anywhere. */
  private List<Features> missing(List<Features> all, int view) throws IOException {
    Set<RowKey> seen = new HashSet<>();
    List<Features> missing = new ArrayList<>();
    for (Features features : all) {
      int[] places =
          part.rows(view).missing(features.keys()).stream()
              .filter(i -> seen.add(features.keys().get(i)))
              .toArray();
      if (places.length > 0) {
        missing.add(features.at(places));
      }
    }
    if (seen.isEmpty() || part.rows(view).reserve(seen.size())) {
      return missing;
    }
    // Without room the trunk would run anew in each epoch.
    return part.keepForThisRun(view) ? missing(all, view) : List.of();
  }

  private void run(Features features, int before, int total) {
    try (TrunkPass pass = new TrunkPass(part, features)) {
      while (pass.hasNextBlock()) {
        int done = before + pass.nextBlock();
        listener.onEvent(new TrainingEvent.Featurising(done, total));
        if (done < total && stop.getAsBoolean()) {
          throw new TrainingInterruptedException("while the backbone ran over the pictures");
        }
      }
    } finally {
      part.rows(features.view()).flush();
    }
  }
}
