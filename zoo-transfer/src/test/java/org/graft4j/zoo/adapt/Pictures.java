package org.graft4j.zoo.adapt;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Drawn tensors, and what backbones make of them. */
final class Pictures {
  private Pictures() {}

  /** Normal numbers, the same for the same seed. */
  static INDArray drawn(long seed, long... shape) {
    var random = Seed.of(seed).stream("pictures");
    INDArray array = Nd4j.create(DataType.FLOAT, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, random.nextGaussian());
    }
    return array;
  }

  static INDArray features(Backbone backbone, INDArray pictures) {
    return GraphEdits.truncatedAt(backbone.graph(), backbone.featureVertex())
        .outputSingle(false, pictures);
  }

  /** Largest difference, as a part of the largest number. */
  static double difference(INDArray a, INDArray b) {
    return a.sub(b).amaxNumber().doubleValue() / Math.max(1e-12, b.amaxNumber().doubleValue());
  }

  /** Statistics away from 0 and 1, so that losing one shows. */
  static void unsettle(ComputationGraph graph) {
    var random = Seed.of(5).stream("statistics");
    graph
        .paramTable()
        .forEach(
            (name, values) -> {
              boolean positive = name.endsWith("_var") || name.endsWith("_gamma");
              if (positive || name.endsWith("_mean") || name.endsWith("_beta")) {
                for (long i = 0; i < values.length(); i++) {
                  double drawn = random.nextDouble();
                  values.putScalar(i, positive ? 0.5 + drawn : drawn - 0.5);
                }
              }
            });
  }
}
