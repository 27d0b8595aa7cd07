package org.graft4j.transfer.compress;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.graft4j.train.objective.Constraint;
import org.graft4j.transfer.StageAdditions;
import org.graft4j.transfer.StageContext;
import org.graft4j.transfer.TransferMethod;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Prunes while fine-tuning: in each stage the share of zeros among the weights that train rises as
 * a cubic, fast at first, when many weights matter little (<a
 * href="https://arxiv.org/abs/1710.01878">Zhu and Gupta 2017</a>), and what is zero stays so. After
 * 0.7 of the stage's steps the whole share is zero, and the rest of the stage recovers:
 *
 * <pre>{@code
 * share(p) = share * (1 - (1 - min(1, p / 0.7))^3),  p: part of the steps that is done
 * }</pre>
 *
 * <p>It rises in twenty equal parts of the stage, not at every step, since finding the smallest of
 * some million weights takes as long as a step. Averages of weights (EMA, SWA) are pruned like the
 * weights, and early stopping chooses among the epochs that end with the whole share.
 *
 * @param target what is reached; {@link MagnitudePruning.Range#NETWORK} means all weights that
 *     train
 * @param ramp part of a stage's steps after which the share is reached, in [0, 1); 0 prunes at the
 *     first step (<a href="https://arxiv.org/abs/1506.02626">Han et al. 2015</a>)
 */
public record GradualPruning(MagnitudePruning target, double ramp) implements TransferMethod {
  private static final double RAMP = 0.7;
  private static final int LEVELS = 20;

  public GradualPruning {
    if (!(ramp >= 0 && ramp < 1)) {
      throw new IllegalArgumentException("ramp must be in [0, 1), but was " + ramp);
    }
  }

  /** By the cubic. */
  public static GradualPruning to(MagnitudePruning target) {
    return new GradualPruning(target, RAMP);
  }

  /** All at the first step of each stage. */
  public static GradualPruning atOnce(MagnitudePruning target) {
    return new GradualPruning(target, 0);
  }

  @Override
  public String describe() {
    return target + (ramp == 0 ? ", at once" : ", by a cubic over " + ramp + " of each stage");
  }

  @Override
  public boolean changesNothing() {
    return target.share() == 0;
  }

  @Override
  public StageAdditions prepare(StageContext stage) {
    ComputationGraph network = stage.network();
    List<LayerWeights> trained =
        LayerWeights.of(network).stream()
            .filter(layer -> !(network.getLayer(layer.vertex()) instanceof FrozenLayer))
            .toList();
    return trained.isEmpty() ? StageAdditions.none() : StageAdditions.constraint(new Held(trained));
  }

  /** The share at a part of the steps. */
  double share(double progress) {
    if (ramp == 0 || progress >= ramp) {
      return target.share();
    }
    double left = 1 - Math.floor(progress * LEVELS) / LEVELS / ramp;
    return target.share() * (1 - left * left * left);
  }

  /**
   * What is zero by now. Nothing of it is lost in a checkpoint: the zeros are in the weights. The
   * stage closes it.
   */
  private final class Held implements Constraint, AutoCloseable {
    private final List<LayerWeights> described;
    private ZeroWeights zeros;
    private Map<String, INDArray> masks;
    private double reached;

    Held(List<LayerWeights> described) {
      this.described = described;
      this.zeros = ZeroWeights.in(described);
      this.masks = zeros.masks(described);
    }

    @Override
    public void apply(Map<String, INDArray> parameters, double progress) {
      ZeroWeights.hold(masks, parameters);
      double share = share(progress);
      if (share > reached) {
        List<LayerWeights> live = live(parameters);
        zeros = zeros.and(target.chosen(live, share));
        close();
        masks = zeros.masks(live);
        ZeroWeights.hold(masks, parameters);
        reached = share;
      }
    }

    @Override
    public boolean settled(double progress) {
      return share(progress) == target.share();
    }

    @Override
    public void close() {
      masks.values().forEach(INDArray::close);
    }

    private List<LayerWeights> live(Map<String, INDArray> parameters) {
      return described.stream()
          .filter(layer -> parameters.containsKey(layer.parameter()))
          .map(
              layer ->
                  new LayerWeights(
                      layer.vertex(), layer.conf(), layer.key(), parameters.get(layer.parameter())))
          .toList();
    }
  }
}
