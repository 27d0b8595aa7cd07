package org.graft4j.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A bounded number of runners of one network, made when they are first needed. A thread has a
 * runner for itself while it runs; there is no lock around the network. Thread-safe.
 */
final class RunnerPool implements AutoCloseable {
  private final Supplier<Runner> maker;
  private final int most;
  private final Semaphore permits;
  private final Deque<Runner> idle = new ArrayDeque<>();
  private final Deque<Runner> all = new ArrayDeque<>();
  private boolean closed;

  RunnerPool(Supplier<Runner> maker, int most) {
    this.maker = maker;
    this.most = most;
    this.permits = new Semaphore(most, true);
  }

  /** Runs a batch on a free runner; waits for one if all are at work. */
  INDArray run(INDArray batch) {
    permits.acquireUninterruptibly();
    try {
      Runner runner = take();
      try {
        return runner.run(batch);
      } finally {
        giveBack(runner);
      }
    } finally {
      permits.release();
    }
  }

  private synchronized Runner take() {
    if (closed) {
      throw new IllegalStateException("the trunk is closed");
    }
    // The one that was used last has its memory in the caches.
    Runner runner = idle.poll();
    if (runner == null) {
      runner = maker.get();
      all.add(runner);
    }
    return runner;
  }

  private synchronized void giveBack(Runner runner) {
    idle.push(runner);
  }

  synchronized long bytes() {
    return all.stream().mapToLong(Runner::bytes).sum();
  }

  /** Waits for the calls that are under way; true for the first call. */
  boolean shut() {
    permits.acquireUninterruptibly(most);
    try {
      synchronized (this) {
        boolean first = !closed;
        closed = true;
        all.forEach(Runner::close);
        all.clear();
        idle.clear();
        return first;
      }
    } finally {
      permits.release(most);
    }
  }

  @Override
  public void close() {
    shut();
  }
}
