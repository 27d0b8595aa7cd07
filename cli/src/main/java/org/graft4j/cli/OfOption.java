package org.graft4j.cli;

import java.io.IOException;
import org.graft4j.transfer.StageAdditions;
import org.graft4j.transfer.StageContext;
import org.graft4j.transfer.TransferMethod;

/**
 * A method that an option asked for: what it refuses names the option.
 *
 * @param option say {@code --co-tuning}
 */
record OfOption(String option, TransferMethod method) implements TransferMethod {

  @Override
  public String describe() {
    return method.describe();
  }

  @Override
  public boolean changesNothing() {
    return method.changesNothing();
  }

  @Override
  public StageAdditions prepare(StageContext stage) throws IOException {
    try {
      return method.prepare(stage);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
    }
  }
}
