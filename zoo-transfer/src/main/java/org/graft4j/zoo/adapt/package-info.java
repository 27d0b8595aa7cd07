/**
 * Transfer between networks of the same and of different structure, and networks from elsewhere.
 *
 * <p>Each tool takes a {@link org.graft4j.model.Backbone} and gives a new one; the given one is not
 * changed. What the tools hand out goes into {@code FineTuner} like any other backbone.
 *
 * <ul>
 *   <li>{@link org.graft4j.zoo.adapt.ForeignBackbone}: a graph of your own, a file that DL4J saved,
 *       or a model of DL4J's zoo becomes a backbone.
 *   <li>{@link org.graft4j.zoo.adapt.PartialWeights}: weights made for another network, as far as
 *       names and shapes fit, with a report.
 *   <li>{@link org.graft4j.zoo.adapt.InputChannels}: pictures with 1, 2, 4 or 12 channels for a
 *       network that was trained on three.
 *   <li>{@link org.graft4j.zoo.adapt.InputSize}: pictures of another size.
 *   <li>{@link org.graft4j.zoo.adapt.ClassSubset}: a classifier for some of the classes that the
 *       backbone was trained on, without training.
 *   <li>{@link org.graft4j.zoo.adapt.Wider} and {@link org.graft4j.zoo.adapt.Deeper}: a larger
 *       network that computes the same, to be trained on.
 * </ul>
 */
@NullMarked
package org.graft4j.zoo.adapt;

import org.jspecify.annotations.NullMarked;
