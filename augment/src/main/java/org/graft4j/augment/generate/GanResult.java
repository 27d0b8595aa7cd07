package org.graft4j.augment.generate;

import java.util.List;

/**
 * What came of a training. The generator is the caller's own, to be closed.
 *
 * @param generator as it was at {@code keptStep}: the last step where that state was judged good,
 *     or else the last one before it that was
 * @param ending how it ended
 * @param message one sentence; empty where it ran to its end and that was good
 * @param steps updates that were made
 * @param keptStep the step whose generator this is; 0 where no state was judged good, and then the
 *     generator is the one before the first step, which draws noise
 * @param checks in their order
 */
public record GanResult(
    PictureGenerator generator,
    Ending ending,
    String message,
    int steps,
    int keptStep,
    List<GanCheck> checks)
    implements AutoCloseable {

  /** How a training ended. */
  public enum Ending {
    /** All steps were made, and the state after the last one was judged good. */
    COMPLETE,
    /** It was asked to stop, before the first step or later. */
    STOPPED,
    /**
     * The last state was bad: a loss that is no number, one side too strong, a class without
     * diversity. Bad for several checks in a row it ends the run before its last step.
     */
    COLLAPSED
  }

  public GanResult {
    checks = List.copyOf(checks);
  }

  /** Whether the generator is of a state that was judged good; otherwise it draws noise. */
  public boolean usable() {
    return keptStep > 0;
  }

  @Override
  public void close() {
    generator.close();
  }
}
