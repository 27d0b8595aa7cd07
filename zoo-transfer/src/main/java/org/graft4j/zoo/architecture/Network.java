package org.graft4j.zoo.architecture;

import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.graft4j.model.LayerGroups;

/**
 * The description of a network, without weights.
 *
 * @param configuration one input {@code [batch, channels, height, width]}; one output, the features
 *     or the probabilities of the head. Stock layers only, unless VGG pools adaptively
 * @param groups all vertices up to the features
 * @param featureVertex gives {@code [batch, featureWidth]}
 * @param featureWidth numbers a picture
 * @param logits the head's dense layer, which gives {@code [batch, classes]}; empty without a head
 */
public record Network(
    ComputationGraphConfiguration configuration,
    LayerGroups groups,
    String featureVertex,
    int featureWidth,
    Optional<String> logits) {}
