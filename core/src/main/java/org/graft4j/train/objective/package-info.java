/**
 * What a training step minimises: a {@link org.graft4j.train.objective.Loss} over the network's
 * logits, {@link org.graft4j.train.objective.FeatureTerm}s over what its vertices give, and {@link
 * org.graft4j.train.objective.Penalty penalties} on its weights, put together in an {@link
 * org.graft4j.train.objective.Objective}.
 */
@NullMarked
package org.graft4j.train.objective;

import org.jspecify.annotations.NullMarked;
