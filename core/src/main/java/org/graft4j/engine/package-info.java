/**
 * Networks run fast: the frozen part of a network as a {@link org.graft4j.engine.Trunk}, a training
 * step as a {@link org.graft4j.engine.GradientEngine}.
 *
 * <p>Everything here computes what DL4J's own graph computes, to 1e-4, and goes back to that graph
 * for what it does not know.
 */
@NullMarked
package org.graft4j.engine;

import org.jspecify.annotations.NullMarked;
