package org.graft4j.data;

import java.util.Arrays;

/**
 * Which examples an epoch of training shows, and in which order. An epoch has as many as there are
 * examples; what it holds depends on the labels, the seed and the epoch's number alone.
 */
public enum Sampling {
  /** Each example once, every order equally likely. */
  SHUFFLED {
    @Override
    public int[] order(int[] labels, Seed seed, int epoch) {
      return seed.permutation(labels.length, "shuffle", epoch);
    }

    @Override
    public String toString() {
      return "shuffled";
    }
  },

  /**
   * Every class as often as the others, up to two examples: those of a rare class come several
   * times in an epoch, those of a frequent one not in every epoch. For classes of very different
   * size; beside class weights it would count the rare ones twice.
   *
   * <p>Classes take turns, in an order that is drawn for each round of turns, so that a batch has
   * nearly as many of each. A class shows all of its examples, in a drawn order, before one of them
   * comes again; that goes on over epochs. Classes without examples have no turn.
   */
  BALANCED {
    @Override
    public int[] order(int[] labels, Seed seed, int epoch) {
      return new ClassTurns(labels, seed).order((long) epoch * labels.length);
    }

    @Override
    public String toString() {
      return "balanced";
    }
  };

  /**
   * The examples of one epoch.
   *
   * @param labels of the examples, not negative
   * @param epoch counts from 0
   * @return as many places in {@code labels}, in the order of the epoch
   */
  public abstract int[] order(int[] labels, Seed seed, int epoch);

  /**
   * How often each place of an order came before, 0 for the first time: what is augmented gets a
   * draw of its own each time.
   */
  static int[] repetitions(int[] order) {
    int[] seen = new int[Arrays.stream(order).max().orElse(-1) + 1];
    return Arrays.stream(order).map(place -> seen[place]++).toArray();
  }
}
