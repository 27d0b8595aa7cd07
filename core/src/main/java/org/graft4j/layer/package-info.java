/**
 * What torch's picture networks are built of and DL4J lacks: layers, vertices and activations that
 * go into any {@code ComputationGraph} beside the stock ones.
 *
 * <p>Start with {@link org.graft4j.layer.GroupedConvolution}, which also is the depthwise one, and
 * the activations {@link org.graft4j.layer.HardSwish}, {@link org.graft4j.layer.HardSigmoid6},
 * {@link org.graft4j.layer.Relu6}, {@link org.graft4j.layer.SiLU} and {@link
 * org.graft4j.layer.ExactGelu}.
 *
 * <p>Pictures are scaled by {@link org.graft4j.layer.ChannelScale} (squeeze-and-excite) and {@link
 * org.graft4j.layer.ChannelGain} (layer scale), normalised by {@link
 * org.graft4j.layer.ChannelNorm}, pooled by {@link org.graft4j.layer.AdaptiveAveragePooling} and
 * {@link org.graft4j.layer.CeilMaxPooling}; residual branches have {@link
 * org.graft4j.layer.StochasticDepth} and {@link org.graft4j.layer.PaddedShortcut}.
 *
 * <p>All take pictures as {@code [batch, channels, height, width]}, compute in the network's data
 * type, have the gradient that belongs to their forward pass, and are written to JSON by their
 * class names: a network with them opens in plain DL4J with this library beside it. NaN stays NaN.
 */
@NullMarked
package org.graft4j.layer;

import org.jspecify.annotations.NullMarked;
