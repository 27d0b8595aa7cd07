package org.graft4j.eval.diagnose;

import org.graft4j.eval.Interval;

/**
 * A point of a learning curve.
 *
 * @param share of the training data, in (0, 1]
 * @param pictures that were learned from
 * @param runs trainings on subsets of that size
 * @param accuracy their mean on the held-out items
 * @param interval of the accuracy with that many pictures: Wilson's at the mean number of right
 *     items, widened by the spread between the runs where there are several, the two added as
 *     squares. One run's speaks of that trained network alone
 */
public record CurvePoint(
    double share, int pictures, int runs, double accuracy, Interval interval) {}
