package org.graft4j.engine;

import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.graft4j.runtime.FrozenLayers;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a batch norm multiplies by and adds: parameters, or two constants if they are locked. */
record NormSettings(double eps, boolean locked, double lockedGamma, double lockedBeta) {

  static NormSettings of(Layer layer) {
    var norm = (BatchNormalization) FrozenLayers.unwrap(layer.conf().getLayer());
    return new NormSettings(norm.getEps(), norm.isLockGammaBeta(), norm.getGamma(), norm.getBeta());
  }

  double gamma(Map<String, INDArray> params, int channel) {
    return locked ? lockedGamma : params.get("gamma").getDouble(channel);
  }

  double beta(Map<String, INDArray> params, int channel) {
    return locked ? lockedBeta : params.get("beta").getDouble(channel);
  }
}
