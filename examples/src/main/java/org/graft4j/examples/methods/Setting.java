package org.graft4j.examples.methods;

import java.util.function.BiFunction;
import org.graft4j.transfer.FineTuner;
import org.graft4j.transfer.TransferMethod;

/**
 * A setting of a run by its name and value: the value that is set is the one that is told, so that
 * a finished trial of another value is not taken for this one.
 *
 * @param name say {@code clip norm}; of two settings of a name the later one counts
 * @param value with a text that differs for each value
 * @param how sets it
 */
public record Setting<T>(
    String name, T value, BiFunction<FineTuner.Builder, T, FineTuner.Builder> how) {

  /** A method, told by its own description. */
  public static Setting<TransferMethod> of(TransferMethod method) {
    return new Setting<>("method", method, FineTuner.Builder::method);
  }

  /** Sets it on a builder. */
  public FineTuner.Builder on(FineTuner.Builder tuner) {
    return how.apply(tuner, value);
  }

  @Override
  public String toString() {
    return name + " " + (value instanceof TransferMethod method ? method.describe() : value);
  }
}
