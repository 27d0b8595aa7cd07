package org.graft4j.benchmarks.peer;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;

/** What one vertex computes in PyTorch. */
@FunctionalInterface
interface TorchLayer {

  /** The output, a new array unless it is one of the inputs. */
  NDArray forward(List<NDArray> inputs);

  /** Parameters that get gradients, by DL4J's key. */
  default Map<String, NDArray> trained() {
    return Map.of();
  }
}
