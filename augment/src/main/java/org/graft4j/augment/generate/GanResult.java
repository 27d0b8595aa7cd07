package org.graft4j.augment.generate;

import java.util.List;

/**
 * What came of a training. The generator is the caller's own, to be closed.
 *
 * @param generator of the last step, or after a collapse of the last step whose check was good
 * @param ending how it ended
 * @param message one sentence; empty where it ran to its end
 * @param steps updates that were made
 * @param keptStep the step whose generator this is; after a collapse without one good check 0, and
 *     then the generator draws noise
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
    /** All steps were made and the checks were good. */
    COMPLETE,
    /** It was asked to stop. */
    STOPPED,
    /** The game was lost for good: a loss that is no number, one side too strong, no diversity. */
    COLLAPSED
  }

  public GanResult {
    checks = List.copyOf(checks);
  }

  /** Whether the generator has learned anything that is worth looking at. */
  public boolean usable() {
    return keptStep > 0;
  }

  @Override
  public void close() {
    generator.close();
  }
}
