/**
 * Which backbone to take for a set of pictures, and what to do with it, before anything is trained:
 * {@link org.graft4j.eval.advice.Advisor} probes {@link org.graft4j.eval.advice.Candidate}s and
 * gives an {@link org.graft4j.eval.advice.Advice}, the best first.
 */
@NullMarked
package org.graft4j.eval.advice;

import org.jspecify.annotations.NullMarked;
