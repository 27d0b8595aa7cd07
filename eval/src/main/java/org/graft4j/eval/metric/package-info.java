/**
 * Metrics as small states: update them sample by sample, merge them with others, read the numbers.
 *
 * <p>Every state gives the same numbers, to the last bit, however the samples were batched, ordered
 * or spread over merged states. Start with {@link org.graft4j.eval.metric.ConfusionMetrics} for
 * what counts give, {@link org.graft4j.eval.metric.ProbabilityScores} and {@link
 * org.graft4j.eval.metric.Calibration} for what probabilities give, and {@link
 * org.graft4j.eval.metric.RankedScores} for curves. A {@link org.graft4j.eval.metric.MetricState}
 * is written as JSON and read back without losing a bit.
 */
@NullMarked
package org.graft4j.eval.metric;

import org.jspecify.annotations.NullMarked;
