package org.graft4j.transfer.regularise;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.graft4j.train.objective.Penalty;
import org.graft4j.transfer.StageAdditions;
import org.graft4j.transfer.StageContext;
import org.graft4j.transfer.TransferMethod;
import org.graft4j.transfer.internal.Factor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * L2-SP (Li, Grandvalet, Davoine 2018, <a href="https://arxiv.org/abs/1802.01483">arXiv
 * 1802.01483</a>): {@code alpha/2 |w - w0|^2 + beta/2 |w_new|^2}. Weights of the backbone are drawn
 * to where pretraining left them, not to zero; those of the head, which has no such place, to zero.
 * Of use where there is little data and the target task is like the source task.
 *
 * <p>Only weights of layers that the stage trains count; biases, norms and statistics are left
 * alone. In every stage {@code w0} are the pretrained values, not those at the stage's beginning.
 * Plain gradient descent overshoots when its rate times {@code alpha} exceeds 2. AdamW's own decay
 * still draws everything to zero: take it away ({@code Optimizer.adamW(0)}), or the two pull
 * against each other.
 *
 * @param alpha 0 or positive; the paper tries 0.001 to 1
 * @param beta 0 or positive; the paper takes 0.01. With both 0 nothing changes, byte for byte
 */
public record L2StartingPoint(double alpha, double beta) implements TransferMethod {
  public L2StartingPoint {
    Factor.require("alpha", alpha);
    Factor.require("beta", beta);
  }

  @Override
  public String describe() {
    return "L2-SP, alpha " + alpha + ", beta " + beta;
  }

  @Override
  public boolean changesNothing() {
    return alpha == 0 && beta == 0;
  }

  @Override
  public StageAdditions prepare(StageContext stage) {
    return StageAdditions.penalty(new FromStart(alpha, beta, start(stage.backbone())));
  }

  /**
   * The pretrained values by name. Those above the features belong to the source head, and the new
   * head may have its names.
   */
  private static Map<String, INDArray> start(Backbone backbone) {
    ComputationGraph graph = backbone.graph();
    Set<String> kept = GraphEdits.ancestors(graph.getConfiguration(), backbone.featureVertex());
    Map<String, INDArray> start = new HashMap<>();
    graph
        .paramTable()
        .forEach(
            (name, values) -> {
              if (kept.contains(name.substring(0, name.lastIndexOf('_')))) {
                start.put(name, values);
              }
            });
    return start;
  }

  private record FromStart(double alpha, double beta, Map<String, INDArray> start)
      implements Penalty {
    @Override
    public String name() {
      return "l2-sp";
    }

    @Override
    public double addTo(String parameter, INDArray values, INDArray slope) {
      if (!Weights.contain(parameter)) {
        return 0;
      }
      INDArray origin = start.get(parameter);
      if (origin == null) {
        return Shrinking.add(beta, values, slope);
      }
      try (INDArray way = values.sub(origin)) {
        return Shrinking.add(alpha, way, slope);
      }
    }
  }
}
