/**
 * How well features that a network gives for a labelled set will serve it, in numbers that need no
 * training: {@link org.graft4j.eval.transferability.LogMe} and {@link
 * org.graft4j.eval.transferability.HScore} of the features themselves, {@link
 * org.graft4j.eval.transferability.SourceHeadScores} (LEEP, NCE) of what the network's own head
 * says. All of them are for comparing backbones on one data set; they are no accuracies.
 *
 * <p>Start with {@link org.graft4j.eval.transferability.LabelledFeatures}.
 */
@NullMarked
package org.graft4j.eval.transferability;

import org.jspecify.annotations.NullMarked;
