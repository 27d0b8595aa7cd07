package org.graft4j.zoo.architecture;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;

/**
 * A block of MobileNetV3 and EfficientNet as torchvision names its parts: channels are expanded by
 * a 1x1 convolution, convolved one by one, weighed by a squeeze-and-excite gate (Hu et al. 2017,
 * arXiv:1709.01507) and brought back to few. Where shapes are equal, the input is added.
 *
 * @param name of the block
 * @param in channels of its input
 * @param expanded channels inside; equal to {@code in} there is no expanding convolution
 * @param out channels of its output
 * @param kernel side of the depthwise convolution, odd
 * @param stride of the depthwise convolution
 * @param squeezed channels of the gate's middle layer, 0 for no gate
 * @param curves the activations
 * @param dropped probability of the residual branch to be left out in training
 */
record InvertedResidual(
    String name,
    int in,
    int expanded,
    int out,
    int kernel,
    int stride,
    int squeezed,
    Curves curves,
    double dropped) {

  /**
   * The activations.
   *
   * @param body behind the first two convolutions
   * @param squeeze within the gate
   * @param gate at its end
   */
  record Curves(IActivation body, IActivation squeeze, IActivation gate) {

    /** The same gate in a block with ReLU. */
    Curves withReLU() {
      return new Curves(new ActivationReLU(), squeeze, gate);
    }
  }

  void addTo(NetworkBuilder net) {
    String start = net.last();
    int part = 0;
    if (expanded != in) {
      net.convNormActivation(part(part++), expanded, 1, 1, 1, curves.body());
    }
    net.convNormActivation(part(part++), expanded, kernel, stride, expanded, curves.body());
    if (squeezed > 0) {
      gate(net, part(part++));
    }
    net.conv(part(part) + ".0", out, 1, 1, 0, false).norm(part(part) + ".1");
    if (stride == 1 && in == out) {
      net.stochasticDepth(name + ".stochastic_depth", dropped).add(name + ".add", start);
    }
  }

  private String part(int index) {
    return name + ".block." + index;
  }

  private void gate(NetworkBuilder net, String name) {
    String pictures = net.last();
    net.placesAveraged(name + ".avgpool");
    net.conv(name + ".fc1", squeezed, 1, 1, 0, true);
    net.activation(name + ".activation", curves.squeeze());
    net.conv(name + ".fc2", expanded, 1, 1, 0, true);
    net.activation(name + ".scale_activation", curves.gate());
    net.channelScale(name + ".scale", pictures, net.last());
  }
}
