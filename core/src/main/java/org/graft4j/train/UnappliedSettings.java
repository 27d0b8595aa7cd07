package org.graft4j.train;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/**
 * Finds what a graph's own configuration asks of training and the {@link TrainingLoop} does not do.
 *
 * <p>DL4J regularises, clips and constrains in its updaters, which the loop's {@link Optimizer}
 * replaces; and the loop moves the parameters of layers only. Leaving such a setting out without a
 * word would train another network than the one that was asked for.
 */
public final class UnappliedSettings {
  private UnappliedSettings() {}

  /**
   * Refuses a graph if a vertex that is to be trained has such a setting. Vertices without
   * parameters and the settings of frozen ones do not matter.
   *
   * @param trained by vertex name; asked for the vertices that have parameters
   * @throws IllegalArgumentException naming the first such vertex, its setting and the remedy
   */
  public static void refuse(ComputationGraph graph, Predicate<String> trained) {
    for (GraphVertex vertex : graph.getVertices()) {
      if (vertex.numParams() == 0 || !trained.test(vertex.getVertexName())) {
        continue;
      }
      if (!vertex.hasLayer()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "vertex '%s' has parameters that this loop cannot train: freeze it",
                vertex.getVertexName()));
      }
      refuse(vertex.getVertexName(), bare(vertex.getLayer()));
    }
  }

  private static Layer bare(Layer layer) {
    return layer instanceof FrozenLayer frozen ? bare(frozen.getInsideLayer()) : layer;
  }

  private static void refuse(String name, Layer layer) {
    TrainingConfig config = layer.getConfig();
    for (String parameter : layer.paramTable(false).keySet()) {
      List<Regularization> rules = config.getRegularizationByParam(parameter);
      if (rules != null && !rules.isEmpty()) {
        throw refused(
            name, text(rules.get(0)), "remove it and set the optimizer's weightDecay instead");
      }
    }
    GradientNormalization normalization = config.getGradientNormalization();
    if (normalization != null && normalization != GradientNormalization.None) {
      throw refused(
          name, "gradientNormalization " + normalization, "remove it or freeze the layer");
    }
    var constraints = layer.conf().getLayer().getConstraints();
    if (constraints != null && !constraints.isEmpty()) {
      throw refused(
          name,
          "constraint " + constraints.get(0).getClass().getSimpleName(),
          "remove it or freeze the layer");
    }
  }

  private static IllegalArgumentException refused(String layer, String setting, String remedy) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "layer '%s' has %s, which the training loop does not apply: %s",
            layer,
            setting,
            remedy));
  }

  private static String text(Regularization rule) {
    if (rule instanceof L2Regularization l2) {
      return "l2 " + l2.getL2().valueAt(0, 0);
    }
    if (rule instanceof L1Regularization l1) {
      return "l1 " + l1.getL1().valueAt(0, 0);
    }
    if (rule instanceof WeightDecay decay) {
      return "weightDecay " + decay.getCoeff().valueAt(0, 0);
    }
    return rule.getClass().getSimpleName();
  }
}
