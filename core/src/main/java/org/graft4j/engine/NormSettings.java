package org.graft4j.engine;

import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a batch norm multiplies by and adds: parameters, or two constants if they are locked. */
record NormSettings(double eps, boolean locked, double lockedGamma, double lockedBeta) {

  static NormSettings of(Layer layer) {
    var conf = layer.conf().getLayer();
    while (conf instanceof FrozenLayer frozen) {
      conf = frozen.getLayer();
    }
    BatchNormalization norm = (BatchNormalization) conf;
    return new NormSettings(norm.getEps(), norm.isLockGammaBeta(), norm.getGamma(), norm.getBeta());
  }

  double gamma(Map<String, INDArray> params, int channel) {
    return locked ? lockedGamma : params.get("gamma").getDouble(channel);
  }

  double beta(Map<String, INDArray> params, int channel) {
    return locked ? lockedBeta : params.get("beta").getDouble(channel);
  }
}
