/**
 * The training loop: {@link org.graft4j.train.TrainingLoop} takes a graph, a source of batches, an
 * {@link org.graft4j.train.Optimizer} and a {@link org.graft4j.train.Schedule}, and reports what
 * happens as {@link org.graft4j.train.TrainingEvent}s.
 *
 * <p>DL4J's own updaters are not used: their state cannot follow a parameter through freezing and
 * unfreezing, they share one rate between layers (deeplearning4j issue 4606), and they know no
 * heavy-ball momentum. Gradients come from {@link org.graft4j.engine.GradientEngine} where it
 * serves, else from {@code ComputationGraph}.
 */
@NullMarked
package org.graft4j.train;

import org.jspecify.annotations.NullMarked;
