package org.graft4j.benchmarks;

import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.function.Consumer;
import org.graft4j.train.TrainingEvent;
import org.graft4j.train.TrainingInterruptedException;
import org.jspecify.annotations.Nullable;

/**
 * A training run on a thread of its own that goes on from one event to the next when it is told to:
 * so one step or one epoch of the library's own loop can be timed, and a peer's turn put between
 * two. Confined to one caller.
 */
final class GatedRun implements AutoCloseable {

  /** The run is over, by itself or by a failure. */
  private record Ended(@Nullable Throwable failure) {}

  private final Class<? extends TrainingEvent> gate;
  private final Semaphore go = new Semaphore(0);
  private final SynchronousQueue<Object> arrived = new SynchronousQueue<>();
  private final Thread thread;
  private volatile boolean closing;

  /**
   * A run that waits to be told to begin.
   *
   * @param gate the event at which it waits again
   * @param run starts training; has to give its listener {@link #onEvent} and to stop when {@link
   *     #closing} says so
   */
  GatedRun(Class<? extends TrainingEvent> gate, Consumer<GatedRun> run) {
    this.gate = gate;
    this.thread = new Thread(() -> body(run), "graft4j-gated-run");
    this.thread.setDaemon(true);
    this.thread.start();
  }

  private void body(Consumer<GatedRun> run) {
    Throwable failure = null;
    try {
      go.acquire();
      run.accept(this);
    } catch (TrainingInterruptedException | InterruptedException e) {
      failure = closing ? null : e;
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    if (!closing) {
      putQuietly(new Ended(failure));
    }
  }

  private void putQuietly(Object value) {
    try {
      arrived.put(value);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The run's listener. */
  void onEvent(TrainingEvent event) {
    if (gate.isInstance(event) && !closing) {
      putQuietly(event);
      go.acquireUninterruptibly();
    }
  }

  /** Whether the run is to stop. */
  boolean closing() {
    return closing;
  }

  /**
   * Lets the run go on to its next event.
   *
   * @throws IllegalStateException if it ended or failed instead
   */
  TrainingEvent next() {
    go.release();
    Object event;
    try {
      event = arrived.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a run was measured", e);
    }
    if (event instanceof TrainingEvent training) {
      return training;
    }
    throw new IllegalStateException("the run ended early", ((Ended) event).failure());
  }

  /** Ends the run and waits for its thread. */
  @Override
  public void close() {
    closing = true;
    go.release();
    try {
      while (thread.isAlive()) {
        // Nobody waits for a last event any more.
        arrived.poll();
        thread.join(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
