package org.graft4j.examples.methods;

import java.io.IOException;

/** A way of coming to a model from the training pictures of a seed. */
@FunctionalInterface
public interface Way {

  /** Makes the model and measures it on the held-out pictures, which had no part in its making. */
  Measured measure(Task task) throws IOException;
}
