package org.graft4j.transfer;

import java.io.IOException;

/**
 * A method that changes what fine-tuning minimises or trains on: a regulariser, a second task, a
 * teacher. {@link FineTuner.Builder#method} takes any number of them; they compose with every plan,
 * and frozen stays frozen. An immutable value.
 */
public interface TransferMethod {

  /**
   * What this does, in a text that is the same in every run and another one for another effect: a
   * model's provenance shows it, and a resumed run is known again by it.
   */
  String describe();

  /**
   * Whether this does nothing, as a weight of 0 makes it: it is left out then, and the run is byte
   * for byte the one without it.
   */
  default boolean changesNothing() {
    return false;
  }

  /**
   * What this adds to a stage; called once before the stage begins, also when a run is resumed in
   * its middle. Depends on the stage, the data and the seed alone.
   *
   * @throws IllegalArgumentException if it does not suit backbone, head or data
   * @throws IOException if a picture cannot be read
   */
  StageAdditions prepare(StageContext stage) throws IOException;
}
