package org.graft4j.augment.generate;

/** A generative network learned nothing that its pictures could be drawn by. */
public final class GenerationCollapsedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A lost game.
   *
   * @param message why, and what to try
   */
  public GenerationCollapsedException(String message) {
    super(message);
  }
}
