package org.graft4j.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * An endless sequence of examples in which the classes take turns: round {@code r} shows one
 * example of each class, namely number {@code r mod n} of the class' lap {@code r / n} over its n
 * examples. Every round and every lap is drawn from the seed and its number, so that the sequence
 * can be entered anywhere. Confined to one thread.
 */
final class ClassTurns {
  private final Seed seed;

  /** Labels that occur, ascending. */
  private final int[] classes;

  /** Places of the examples of each class. */
  private final int[][] members;

  /** The lap that each class is on, and its order. */
  private final long[] lap;

  private final int[][] lapOrder;

  ClassTurns(int[] labels, Seed seed) {
    this.seed = seed;
    this.classes = Arrays.stream(labels).distinct().sorted().toArray();
    this.members =
        Arrays.stream(classes)
            .mapToObj(
                label ->
                    IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray())
            .toArray(int[][]::new);
    this.lap = new long[classes.length];
    Arrays.fill(lap, -1);
    this.lapOrder = new int[classes.length][];
  }

  /** As many examples as there are, from a place in the sequence on. */
  int[] order(long from) {
    int examples = Arrays.stream(members).mapToInt(m -> m.length).sum();
    int[] order = new int[examples];
    int[] turns = new int[0];
    for (int i = 0; i < examples; i++) {
      long round = (from + i) / classes.length;
      int turn = (int) ((from + i) % classes.length);
      if (turn == 0 || i == 0) {
        turns = seed.permutation(classes.length, "class-turns", round);
      }
      order[i] = example(turns[turn], round);
    }
    return order;
  }

  private int example(int k, long round) {
    int size = members[k].length;
    if (lap[k] != round / size) {
      lap[k] = round / size;
      lapOrder[k] = seed.permutation(size, "class-lap", classes[k], lap[k]);
    }
    return members[k][lapOrder[k][(int) (round % size)]];
  }
}
