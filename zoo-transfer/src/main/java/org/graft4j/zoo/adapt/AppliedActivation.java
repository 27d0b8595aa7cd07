package org.graft4j.zoo.adapt;

import java.util.Set;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.graft4j.layer.ExactGelu;
import org.graft4j.layer.GroupedConvolution;
import org.graft4j.layer.HardSigmoid6;
import org.graft4j.layer.HardSwish;
import org.graft4j.layer.Relu6;
import org.graft4j.layer.SiLU;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;

/**
 * The function that a layer ends with. DL4J gives an activation to every layer with parameters, the
 * network's default say, and not all of them apply it: batch norms do not.
 */
final class AppliedActivation {
  private static final Set<Class<?>> APPLYING =
      Set.of(
          ConvolutionLayer.class,
          GroupedConvolution.class,
          DenseLayer.class,
          OutputLayer.class,
          LossLayer.class);
  private static final Set<Class<?>> ELEMENTWISE =
      Set.of(
          ActivationCube.class,
          ActivationELU.class,
          ActivationGELU.class,
          ActivationHardSigmoid.class,
          ActivationHardTanH.class,
          ActivationIdentity.class,
          ActivationLReLU.class,
          ActivationMish.class,
          ActivationRReLU.class,
          ActivationRationalTanh.class,
          ActivationReLU.class,
          ActivationReLU6.class,
          ActivationRectifiedTanh.class,
          ActivationSELU.class,
          ActivationSigmoid.class,
          ActivationSoftPlus.class,
          ActivationSoftSign.class,
          ActivationSwish.class,
          ActivationTanH.class,
          ActivationThresholdedReLU.class,
          ExactGelu.class,
          HardSigmoid6.class,
          HardSwish.class,
          Relu6.class,
          SiLU.class);

  private AppliedActivation() {}

  /** Null if the layer is none that is known to apply one. */
  static @Nullable IActivation of(@Nullable Layer layer) {
    if (layer instanceof ActivationLayer activation) {
      return activation.getActivationFn();
    }
    return layer != null && APPLYING.contains(layer.getClass())
        ? ((BaseLayer) layer).getActivationFn()
        : null;
  }

  /** Whether each number's value depends on that number only: not so for softmax. */
  static boolean isElementwise(@Nullable IActivation function) {
    return function == null || ELEMENTWISE.contains(function.getClass());
  }
}
