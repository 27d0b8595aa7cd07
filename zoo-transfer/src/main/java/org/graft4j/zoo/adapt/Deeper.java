package org.graft4j.zoo.adapt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Seed;
import org.graft4j.layer.Relu6;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.LayerGroups;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network with more layers that computes the same: Net2DeeperNet (Chen, Goodfellow and Shlens
 * 2015, arXiv:1511.05641).
 *
 * <p>New layers stand behind a ReLU, whose outputs another ReLU does not change, and belong to its
 * group. The given backbone is not changed; the new one is of architecture {@code custom}, without
 * a card, and keeps its source head.
 */
public final class Deeper {
  private Deeper() {}

  /**
   * With one identity layer more: a 3x3 convolution whose kernels pass each channel on, batch norm
   * and ReLU behind a map; a dense layer and ReLU behind a row.
   *
   * <p>The batch norm takes the mean and variance of the features that these pictures give, and
   * undoes them by its gamma and beta. So it also does nothing, or little, where it goes on to
   * normalise by its batches.
   *
   * @param after a vertex of a group that ends with ReLU
   * @param pictures {@code [n, channels, height, width]} as the backbone takes them, some dozens
   * @throws IllegalArgumentException if there is no such vertex in a group, or it may give negative
   *     numbers
   */
  public static Backbone byLayer(Backbone backbone, String after, INDArray pictures) {
    ComputationGraph trunk = GraphEdits.truncatedAt(backbone.graph(), checked(backbone, after));
    return inserted(backbone, after, IdentityLayers.layer(trunk.outputSingle(false, pictures)));
  }

  /**
   * As {@link #byLayer(Backbone, String, INDArray)}, with a mean of 0 and a variance of 1: exact as
   * long as the batch norm keeps its statistics, as it does in fine-tuning by default.
   */
  public static Backbone byLayer(Backbone backbone, String after) {
    checked(backbone, after);
    return inserted(backbone, after, IdentityLayers.layer(null));
  }

  /**
   * With one residual block more, of two 3x3 convolutions with batch norm, the last of which has a
   * gamma of zero: the block adds nothing until it is trained, also on batch statistics.
   *
   * @param after a map that ends with ReLU, the end of a block say
   * @param seed decides the weights of the convolutions
   * @throws IllegalArgumentException as {@link #byLayer}, and if it gives no map
   */
  public static Backbone byBlock(Backbone backbone, String after, Seed seed) {
    checked(backbone, after);
    return inserted(backbone, after, IdentityLayers.block(seed));
  }

  private static String checked(Backbone backbone, String after) {
    if (backbone.groups().groupOf(after).isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "after must be a vertex of a layer group of %s, but was '%s'",
              backbone.groups(),
              after));
    }
    Layer layer = Rebuild.layer(backbone.graph().getConfiguration().getVertices().get(after));
    IActivation activation = AppliedActivation.of(layer);
    boolean relu = activation instanceof ActivationReLU r && isZero(r.getNegativeSlope());
    boolean relu6 = activation instanceof ActivationReLU6 || activation instanceof Relu6;
    if (!relu && !relu6) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "after must be a vertex that ends with ReLU, whose numbers another ReLU does not change, but '%s' does not",
              after));
    }
    return after;
  }

  private static boolean isZero(@Nullable Double slope) {
    return slope == null || slope == 0;
  }

  private static Backbone inserted(Backbone backbone, String after, IdentityLayers layers) {
    ComputationGraph graph = backbone.graph();
    ComputationGraphConfiguration conf = Rebuild.editable(graph);
    InputType type = Shapes.of(conf, backbone.input()).get(after);
    IdentityLayers.Part part = layers.at(after, prefix(conf, after), type, conf.getDataType());
    String last = part.last();
    conf.getVertexInputs()
        .values()
        .forEach(inputs -> inputs.replaceAll(in -> in.equals(after) ? last : in));
    conf.getNetworkOutputs().replaceAll(out -> out.equals(after) ? last : out);
    part.conf()
        .getVertices()
        .forEach(
            (name, vertex) -> {
              conf.getVertices().put(name, vertex);
              conf.getVertexInputs()
                  .put(name, new ArrayList<>(part.conf().getVertexInputs().get(name)));
            });
    return new Backbone(
        "custom",
        Rebuild.of(graph, conf, part.values()),
        backbone.input(),
        groups(backbone.groups(), after, part.conf().getVertices().keySet()),
        backbone.featureVertex().equals(after) ? last : backbone.featureVertex(),
        backbone.featureWidth(),
        Optional.empty());
  }

  private static String prefix(ComputationGraphConfiguration conf, String after) {
    int number = 1;
    while (conf.getVertices().containsKey(after + ".deeper" + number + ".relu")) {
      number++;
    }
    return after + ".deeper" + number;
  }

  private static LayerGroups groups(LayerGroups groups, String after, Set<String> added) {
    String grown = groups.groupOf(after).orElseThrow();
    Map<String, Set<String>> all = new LinkedHashMap<>();
    for (String group : groups.names()) {
      Set<String> vertices = new LinkedHashSet<>(groups.vertices(group));
      if (group.equals(grown)) {
        vertices.addAll(added);
      }
      all.put(group, vertices);
    }
    return LayerGroups.of(all);
  }
}
