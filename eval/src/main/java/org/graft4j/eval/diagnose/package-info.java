/**
 * What a transfer is worth, and what more data would be: {@link
 * org.graft4j.eval.diagnose.TransferGain} holds a pretrained network against the same one from
 * scratch, {@link org.graft4j.eval.diagnose.LearningCurve} follows the accuracy over the share of
 * the training data. What trains comes in as a {@link org.graft4j.eval.diagnose.Training}.
 */
@NullMarked
package org.graft4j.eval.diagnose;

import org.jspecify.annotations.NullMarked;
