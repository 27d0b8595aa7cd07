package org.graft4j.bundle;

/**
 * One class and what the model makes of it.
 *
 * @param label name of the class
 * @param index its place in the label map, from 0
 * @param probability in [0, 1]: the network's softmax at the model's temperature, which is 1 where
 *     none was fitted
 */
public record LabelProbability(String label, int index, double probability) {}
