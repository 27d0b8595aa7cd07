/**
 * Cross-validation of a whole pipeline: everything that learns is learned anew in each fold, from
 * that fold's training items alone, and measured on items that had no part in it.
 *
 * <p>{@link org.graft4j.eval.resample.FoldDesign} says how items are divided, {@link
 * org.graft4j.eval.resample.CrossValidation} runs a {@link org.graft4j.eval.resample.FoldTrainer}
 * over the folds, {@link org.graft4j.eval.resample.PipelineComparison} holds two of its results
 * against each other, and {@link org.graft4j.eval.resample.NestedSearch} chooses between pipelines
 * without measuring on what it chose by.
 */
@NullMarked
package org.graft4j.eval.resample;

import org.jspecify.annotations.NullMarked;
