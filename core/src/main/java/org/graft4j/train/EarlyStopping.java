package org.graft4j.train;

/**
 * Ends a stage when the validation loss has stopped falling, and goes back to its best epoch.
 *
 * <p>The number measured on a part that epochs were chosen by is too good: report on another one.
 *
 * @param patience epochs without improvement before the stage ends, positive
 * @param minDelta how much lower the loss must be to count as better, not negative
 */
public record EarlyStopping(int patience, double minDelta) {
  public EarlyStopping {
    if (patience <= 0) {
      throw new IllegalArgumentException("patience must be positive, but was " + patience);
    }
    if (!(minDelta >= 0)) {
      throw new IllegalArgumentException("minDelta must not be negative, but was " + minDelta);
    }
  }

  /** Stops after that many epochs without a lower loss. */
  public static EarlyStopping after(int patience) {
    return new EarlyStopping(patience, 0);
  }
}
