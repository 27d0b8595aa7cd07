/**
 * Pictures that a classifier was never meant for, told from its own kind: {@link
 * org.graft4j.eval.outlier.OutlierDetector} scores pictures, {@link
 * org.graft4j.eval.outlier.OutlierSeparation} says how well a score separates two sets of them.
 */
@NullMarked
package org.graft4j.eval.outlier;

import org.jspecify.annotations.NullMarked;
