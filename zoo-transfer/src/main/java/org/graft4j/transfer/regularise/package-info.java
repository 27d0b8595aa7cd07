/**
 * Regularised fine-tuning: what a network has learned on its source task is kept near, or weights
 * are kept small, while it learns the target task.
 *
 * <p>Each public type is a {@link org.graft4j.transfer.TransferMethod} for {@link
 * org.graft4j.transfer.FineTuner.Builder#method}. On weights: {@link
 * org.graft4j.transfer.regularise.L1}, {@link org.graft4j.transfer.regularise.L2} and {@link
 * org.graft4j.transfer.regularise.L2StartingPoint}. On what vertices give: {@link
 * org.graft4j.transfer.regularise.FeatureAlignment}, {@link
 * org.graft4j.transfer.regularise.BatchSpectralShrinkage} and {@link
 * org.graft4j.transfer.regularise.CoTuning}; these three add nothing to a stage that trains the
 * head alone, where the features cannot change.
 */
@NullMarked
package org.graft4j.transfer.regularise;

import org.jspecify.annotations.NullMarked;
