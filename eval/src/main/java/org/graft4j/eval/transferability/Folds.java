package org.graft4j.eval.transferability;

import java.util.ArrayList;
import java.util.List;
import org.graft4j.data.Seed;

/** Which fold each sample is held out in. */
final class Folds {
  private Folds() {}

  /**
   * Deals the members of each class, shuffled by the seed, to the folds in turn, one class going on
   * where the one before ended: folds differ by one sample at most, and so does a class in them.
   *
   * @param folds at least 2; no more are made than the largest class has samples
   */
  static int[] stratified(LabelledFeatures features, int folds, Seed seed) {
    if (folds < 2) {
      throw new IllegalArgumentException("folds must be 2 at least, but were " + folds);
    }
    int most = 0;
    List<List<Integer>> classes = new ArrayList<>();
    for (int c = 0; c < features.classes(); c++) {
      classes.add(new ArrayList<>());
      most = Math.max(most, features.count(c));
    }
    for (int i = 0; i < features.size(); i++) {
      classes.get(features.label(i)).add(i);
    }
    int made = Math.min(folds, most);
    int[] foldOf = new int[features.size()];
    int next = 0;
    for (int c = 0; c < classes.size(); c++) {
      List<Integer> members = classes.get(c);
      if (members.size() < 2) {
        throw new IllegalArgumentException(
            "each class must have two samples at least, to learn from and to hold out, but class "
                + c
                + " has '"
                + features.id(members.get(0))
                + "' alone");
      }
      for (int place : seed.permutation(members.size(), "folds", c)) {
        foldOf[members.get(place)] = next++ % made;
      }
    }
    return foldOf;
  }
}
