package org.graft4j.engine;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;

/** One call of a program. */
interface Step {
  void run(stream queue);

  /** A primitive with its memory. */
  record Call(primitive call, IntMemoryMap arguments) implements Step {
    @Override
    public void run(stream queue) {
      call.execute(queue, arguments);
    }
  }
}
