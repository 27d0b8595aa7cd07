package org.graft4j.transfer.distill;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.graft4j.model.Backbone;
import org.graft4j.model.Head;
import org.graft4j.model.LayerGroups;
import org.graft4j.model.TrainedModel;
import org.graft4j.transfer.FineTuner;

/**
 * A small trained network as the beginning of a large one (Net2Net: Chen, Goodfellow and Shlens
 * 2015, arXiv:1511.05641): it is made wider and deeper without changing its answers, head and all,
 * and trained on from there.
 *
 * <pre>{@code
 * GrowingStudent large = GrowingStudent.of(small.model(), backbone.groups())
 *     .grown(b -> Wider.by(b, 1.5, 0.01, seed))
 *     .grown(b -> Deeper.byBlock(b, "relu2", seed));
 * FineTuneResult run = large.fineTuner().plan(plan).build().fit(split);
 * }</pre>
 */
public final class GrowingStudent {
  private final Backbone backbone;
  private final TrainedModel model;

  private GrowingStudent(Backbone backbone, TrainedModel model) {
    this.backbone = backbone;
    this.model = model;
  }

  /**
   * A trained model as it is; its graph is not copied and not changed.
   *
   * @param groups the layer groups of the backbone that it was trained from
   * @throws IllegalArgumentException if it does not end with one dense layer, or the groups are not
   *     its own
   */
  public static GrowingStudent of(TrainedModel model, LayerGroups groups) {
    long[] weights = model.graph().getParam(model.headVertex() + "_W").shape();
    if (weights.length != 2) {
      throw new IllegalArgumentException(
          "the model must end with a dense layer, but '" + model.headVertex() + "' is none");
    }
    return new GrowingStudent(
        new Backbone(
            "custom",
            model.graph(),
            model.input(),
            groups,
            model.featureVertex(),
            Math.toIntExact(weights[0]),
            Optional.empty()),
        model);
  }

  /**
   * With another network that gives the same answers, or nearly.
   *
   * @param growth say {@code b -> Wider.by(b, 2, 0.01, seed)}; keeps the head
   */
  public GrowingStudent grown(UnaryOperator<Backbone> growth) {
    Backbone larger = growth.apply(backbone);
    return new GrowingStudent(
        larger,
        new TrainedModel(
            larger.graph(), larger.input(), model.labels(), model.provenance(), model.decision()));
  }

  /** The network up to its features; its graph goes on with the head. */
  public Backbone backbone() {
    return backbone;
  }

  /** The same network as a classifier, with the same graph. */
  public TrainedModel model() {
    return model;
  }

  /** Fine-tuning that begins with these weights, those of the head among them. */
  public FineTuner.Builder fineTuner() {
    return FineTuner.of(backbone).head(Head.linear(model.labels())).startingFrom(model);
  }
}
