package org.graft4j.zoo.architecture;

import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.graft4j.model.LayerGroups;

/**
 * The description of a network, without weights.
 *
 * @param configuration one input {@code [batch, channels, height, width]}; one output, the features
 *     or the probabilities of the head. Layers of DL4J and of {@code org.graft4j.layer}
 * @param groups all vertices up to the features
 * @param featureVertex gives {@code [batch, featureWidth]}, what the head reads
 * @param featureWidth numbers a picture
 * @param head the layer whose weights depend on the number of classes: a dense layer, or a
 *     convolution (SqueezeNet); empty without a head
 * @param logits gives {@code [batch, classes]} before softmax: the head's layer itself, or what
 *     averages it; empty without a head
 * @param initial the weights to begin training from
 */
public record Network(
    ComputationGraphConfiguration configuration,
    LayerGroups groups,
    String featureVertex,
    int featureWidth,
    Optional<String> head,
    Optional<String> logits,
    InitialWeights initial) {}
