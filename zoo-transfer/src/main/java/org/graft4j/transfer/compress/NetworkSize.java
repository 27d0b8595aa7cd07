package org.graft4j.transfer.compress;

import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.InputSpec;

/**
 * How large a network is and how much it computes.
 *
 * @param parameters all numbers, running statistics among them
 * @param weights those of convolutions and dense layers, without biases
 * @param zeros weights that are zero; a dense kernel multiplies by them all the same
 * @param multiplyAdds of convolutions and dense layers for one picture, zeros counted like any
 *     weight; norms, activations and sums are left out, as is usual
 */
public record NetworkSize(long parameters, long weights, long zeros, long multiplyAdds) {

  /**
   * Counts.
   *
   * @param input of the pictures that it is given
   * @throws IllegalArgumentException if the network does not take such pictures
   */
  public static NetworkSize of(ComputationGraph graph, InputSpec input) {
    ComputationGraphConfiguration conf = graph.getConfiguration().clone();
    InputType picture = InputType.convolutional(input.height(), input.width(), input.depth());
    Map<String, InputType> types = conf.getLayerActivationTypes(true, false, picture);
    long weights = 0;
    long zeros = 0;
    long products = 0;
    for (LayerWeights layer : LayerWeights.of(graph)) {
      long length = layer.count();
      weights += length;
      zeros += layer.zeros();
      products += length * places(types.get(layer.vertex()));
    }
    return new NetworkSize(graph.numParams(), weights, zeros, products);
  }

  /** How often each weight is used: at each place of the output, of which a dense layer has one. */
  private static long places(InputType type) {
    return type instanceof InputType.InputTypeConvolutional map
        ? map.getHeight() * map.getWidth()
        : 1;
  }
}
