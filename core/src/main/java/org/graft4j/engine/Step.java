package org.graft4j.engine;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;

/** One call of a program. */
interface Step {
  void run(stream queue);

  /** Lets go of what the call itself holds outside the heap; it is not run again. */
  default void close() {}

  /** A primitive with its memory. */
  record Call(primitive call, IntMemoryMap arguments) implements Step {
    @Override
    public void run(stream queue) {
      call.execute(queue, arguments);
    }

    @Override
    public void close() {
      arguments.close();
      call.close();
    }
  }
}
