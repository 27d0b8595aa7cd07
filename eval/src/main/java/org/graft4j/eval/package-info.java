/**
 * How good a classifier is, in numbers that say what they were measured on.
 *
 * <p>Start with {@link org.graft4j.eval.Evaluator}, which runs a model over a {@link
 * org.graft4j.data.BatchSource} and gives a {@link org.graft4j.eval.ClassificationReport}. What it
 * adds up on the way is a {@link org.graft4j.eval.ClassificationState}: update it sample by sample,
 * merge it with the states of other parts, compute the report at the end.
 */
@NullMarked
package org.graft4j.eval;

import org.jspecify.annotations.NullMarked;
