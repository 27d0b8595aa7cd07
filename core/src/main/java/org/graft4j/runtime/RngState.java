package org.graft4j.runtime;

import java.util.function.Supplier;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The state of ND4J's generator on the current thread.
 *
 * <p>ND4J keeps one generator a thread; initialising a network reseeds it with the network's seed,
 * and dropout draws from it. Capture and restore on the thread that trains. Immutable.
 *
 * @param seed the seed that was set last
 * @param root first half of the state
 * @param node second half of the state
 */
public record RngState(long seed, long root, long node) {

  /** The state of this thread's generator now. */
  public static RngState capture() {
    Random random = Nd4j.getRandom();
    return new RngState(random.getSeed(), random.rootState(), random.nodeState());
  }

  /** Puts this thread's generator into this state. */
  public void restore() {
    Random random = Nd4j.getRandom();
    random.setSeed(seed);
    random.setStates(root, node);
  }

  /** Runs the action and leaves this thread's generator as it was before, also when it throws. */
  public static void keeping(Runnable action) {
    RngState before = capture();
    try {
      action.run();
    } finally {
      before.restore();
    }
  }

  /** As {@link #keeping(Runnable)}, with a result. */
  public static <T> T keeping(Supplier<T> action) {
    RngState before = capture();
    try {
      return action.get();
    } finally {
      before.restore();
    }
  }
}
