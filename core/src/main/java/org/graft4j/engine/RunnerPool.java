package org.graft4j.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A bounded number of runners of one network, made when they are first needed. A thread has a
 * runner for itself while it runs; there is no lock around the network. Thread-safe.
 *
 * <p>Another runner is made only if what the largest one holds so far fits into the room that is
 * left; else the call waits for one that is there. One runner there always is.
 */
final class RunnerPool {
  private static final long UNKNOWN = -1;

  private final Supplier<Runner> maker;
  private final int most;
  private final LongSupplier room;
  private final Semaphore permits;
  private final Deque<Runner> idle = new ArrayDeque<>();

  /**
   * All runners, with what they held when they were last given back; none before the first time.
   */
  private final IdentityHashMap<Runner, Long> sizes = new IdentityHashMap<>();

  private boolean closed;

  /**
   * No runner yet.
   *
   * @param most runners at once
   * @param room memory outside the heap that another runner may take
   */
  RunnerPool(Supplier<Runner> maker, int most, LongSupplier room) {
    this.maker = maker;
    this.most = most;
    this.room = room;
    this.permits = new Semaphore(most, true);
  }

  /** Half of what the limit on memory outside the heap leaves; without a limit no bound. */
  static long halfOfWhatIsLeft() {
    long limit = Pointer.maxBytes();
    return limit <= 0 ? Long.MAX_VALUE : Math.max(0, (limit - Pointer.totalBytes()) / 2);
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
    boolean interrupted = false;
    try {
      while (true) {
        if (closed) {
          throw new IllegalStateException("the trunk is closed");
        }
        // The one that was used last has its memory in the caches.
        Runner runner = idle.poll();
        if (runner == null && mayGrow()) {
          runner = maker.get();
          sizes.put(runner, UNKNOWN);
        }
        if (runner != null) {
          return runner;
        }
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean mayGrow() {
    long largest = sizes.values().stream().mapToLong(size -> size).max().orElse(UNKNOWN);
    // As long as none has run, it is not known what another one would take.
    boolean fits = largest != UNKNOWN && largest <= room.getAsLong();
    return sizes.isEmpty() || (sizes.size() < most && fits);
  }

  private synchronized void giveBack(Runner runner) {
    sizes.put(runner, runner.bytes());
    idle.push(runner);
    notifyAll();
  }

  synchronized int size() {
    return sizes.size();
  }

  /** As of the last time that each runner was given back. */
  synchronized long bytes() {
    return sizes.values().stream().mapToLong(size -> Math.max(0, size)).sum();
  }

  /** Waits for the calls that are under way; true for the first call. */
  boolean shut() {
    permits.acquireUninterruptibly(most);
    try {
      synchronized (this) {
        boolean first = !closed;
        closed = true;
        sizes.keySet().forEach(Runner::close);
        sizes.clear();
        idle.clear();
        return first;
      }
    } finally {
      permits.release(most);
    }
  }
}
