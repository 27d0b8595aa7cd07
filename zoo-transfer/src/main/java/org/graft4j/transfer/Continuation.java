package org.graft4j.transfer;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.LabelMap;
import org.graft4j.model.Backbone;
import org.graft4j.model.TrainedModel;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A trained model's weights in the place of a backbone's own and of a fresh head's. */
final class Continuation {
  private Continuation() {}

  /**
   * The backbone with the model's weights; the model's graph is not copied.
   *
   * @throws IllegalArgumentException if the model is of another network than the backbone
   */
  static Backbone backbone(Backbone backbone, TrainedModel model) {
    if (!model.featureVertex().equals(backbone.featureVertex())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the model to start from must have a head on the backbone's features '%s', but has"
                  + " one on '%s'",
              backbone.featureVertex(),
              model.featureVertex()));
    }
    return new Backbone(
        backbone.architecture(),
        model.graph(),
        model.input(),
        backbone.groups(),
        backbone.featureVertex(),
        backbone.featureWidth(),
        Optional.empty());
  }

  /**
   * Copies the model's head, class by class.
   *
   * @param network with a fresh head for the same classes
   * @throws IllegalArgumentException if the classes differ, or the model's head is no linear one
   */
  static void putHead(TrainedModel model, LabelMap labels, ComputationGraph network) {
    int[] places = labels.placesIn(model.labels(), "the model to start from");
    for (String parameter : new String[] {"_W", "_b"}) {
      INDArray values = network.getParam(Graft.HEAD + parameter);
      INDArray trained = model.graph().paramTable().get(model.headVertex() + parameter);
      if (trained == null || !Arrays.equals(trained.shape(), values.shape())) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "the model to start from must end with a dense layer with bias from %d features to"
                    + " %d classes, but '%s' is none",
                network.getParam(Graft.HEAD + "_W").size(0),
                labels.size(),
                model.headVertex()));
      }
      values.assign(reordered(trained, places));
    }
  }

  /** The columns in another order. */
  private static INDArray reordered(INDArray trained, int[] places) {
    double[] from = trained.dup('c').data().asDouble();
    double[] to = new double[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = from[i - i % places.length + places[i % places.length]];
    }
    return Nd4j.createFromArray(to).reshape('c', trained.shape());
  }
}
