package org.graft4j.eval.diagnose;

import java.io.IOException;
import java.util.List;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Seed;

/** Trains on some items and is measured on others, which are the same at each call. */
@FunctionalInterface
public interface Training {

  /**
   * Trains anew.
   *
   * @param items what may be learned from, one of each class at least; nothing of it is held out
   * @param seed of everything random in it
   * @throws IOException if a picture cannot be read
   * @throws org.graft4j.train.TrainingInterruptedException if it was asked to stop
   */
  TrainedOnce train(List<ImageItem> items, Seed seed) throws IOException;
}
