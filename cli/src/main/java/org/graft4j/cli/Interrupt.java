package org.graft4j.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes Ctrl-C end long work after the batch, with the last checkpoint of a training kept. The
 * virtual machine then exits with 130 of its own accord.
 */
final class Interrupt {
  private static final long PATIENCE_SECONDS = 120;

  private final CountDownLatch finished = new CountDownLatch(1);
  private @Nullable Thread hook;
  private volatile boolean requested;

  /** From now on an interrupt waits for the batch. */
  void workStarts() {
    hook = new Thread(this::waitForTheBatch, "graft4j-interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether the run should stop. */
  boolean requested() {
    return requested;
  }

  /** The command is over: nothing to wait for. */
  void commandEnds() {
    finished.countDown();
    if (hook != null && !requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The machine is going down already, and the hook finds nothing to wait for.
        requested = true;
      }
    }
  }

  private void waitForTheBatch() {
    if (finished.getCount() == 0) {
      return;
    }
    requested = true;
    if (Terminal.interactive()) {
      Terminal.note(""); // the status stays above
    }
    Terminal.note("stopping after this batch ...");
    try {
      if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        Terminal.error("the batch did not end in time; the last checkpoint is kept");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
