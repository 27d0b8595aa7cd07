package org.graft4j.transfer.compress;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.InputSpec;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.model.Provenance;
import org.graft4j.model.TrainedModel;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.architecture.Architectures;
import org.graft4j.zoo.architecture.Network;
import org.graft4j.zoo.architecture.NetworkForm;
import org.graft4j.zoo.architecture.NetworkWeights;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Random networks of the zoo's families, small enough to be quick. */
final class SmallNets {
  static final int SIZE = 64;

  private SmallNets() {}

  /** The lower groups of an architecture, three at most. */
  static Backbone backbone(String architecture) {
    Architecture of = Architectures.find(architecture).orElseThrow();
    String group = of.groups().get(Math.min(2, of.groups().size() - 1));
    Network network = of.network(NetworkForm.cutAt(SIZE, SIZE, group));
    ComputationGraph graph = NetworkWeights.random(network, Seed.of(1));
    for (Map.Entry<String, INDArray> parameter : graph.paramTable().entrySet()) {
      // Away from 0 and 1, so that losing one shows.
      if (parameter.getKey().endsWith("_beta")) {
        parameter.getValue().assign(0.05);
      } else if (parameter.getKey().endsWith("_var")) {
        parameter.getValue().assign(0.8);
      }
    }
    return new Backbone(
        architecture,
        graph,
        input(),
        network.groups(),
        network.featureVertex(),
        network.featureWidth(),
        Optional.empty());
  }

  /** A small residual network with a head for three classes. */
  static TrainedModel model(long seed) {
    Network network =
        Architectures.find("slimresnet").orElseThrow().network(NetworkForm.whole(SIZE, SIZE, 3));
    return new TrainedModel(
        NetworkWeights.random(network, Seed.of(seed)),
        input(),
        LabelMap.of(List.of("a", "b", "c")),
        new Provenance(Map.of()));
  }

  private static InputSpec input() {
    return Architectures.find("slimresnet").orElseThrow().input().withSize(SIZE, SIZE);
  }

  static INDArray pictures(int n) {
    double[] values = Seed.of(3).stream("pictures").doubles(3L * n * SIZE * SIZE, -1, 1).toArray();
    return Nd4j.createFromArray(values).reshape('c', n, 3, SIZE, SIZE).castTo(DataType.FLOAT);
  }

  static double largestDifference(INDArray one, INDArray other) {
    double[] a = one.dup('c').data().asDouble();
    double[] b = other.dup('c').data().asDouble();
    double scale = 1 + Arrays.stream(a).map(Math::abs).max().orElse(0);
    double most = a.length == b.length ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      most = Math.max(most, Math.abs(a[i] - b[i]) / scale);
    }
    return most;
  }
}
