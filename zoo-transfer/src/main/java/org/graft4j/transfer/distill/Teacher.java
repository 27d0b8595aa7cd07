package org.graft4j.transfer.distill;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.TrainedModel;
import org.graft4j.runtime.NearestName;
import org.graft4j.runtime.Sha256;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trained model that others learn from.
 *
 * @param model not changed
 */
record Teacher(TrainedModel model) {

  Teacher {
    int inputs = model.graph().getConfiguration().getNetworkInputs().size();
    int outputs = model.graph().getConfiguration().getNetworkOutputs().size();
    if (inputs != 1 || outputs != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the teacher must have one input and one output, but had %d and %d",
              inputs,
              outputs));
    }
  }

  ComputationGraph graph() {
    return model.graph();
  }

  /** The vertex that gives the probabilities. */
  String output() {
    return graph().getConfiguration().getNetworkOutputs().get(0);
  }

  /** The vertex of that name. */
  String vertex(String name) {
    if (!graph().getConfiguration().getVertices().containsKey(name)) {
      throw new IllegalArgumentException(
          NearestName.unknown(
              "vertex of the teacher", name, graph().getConfiguration().getVertices().keySet()));
    }
    return name;
  }

  /** The same for the same weights, classes and preparation of pictures. */
  String describe() {
    MessageDigest sha256 = Sha256.digest();
    Map<String, INDArray> parameters = new TreeMap<>(graph().paramTable());
    parameters.forEach(
        (name, values) -> {
          sha256.update(name.getBytes(StandardCharsets.UTF_8));
          try (INDArray packed = values.dup('c')) {
            sha256.update(packed.data().asNio().duplicate());
          }
        });
    return "teacher "
        + Sha256.hex(sha256)
        + " of "
        + model.labels().size()
        + " classes "
        + model.labels()
        + ", "
        + model.input();
  }
}
