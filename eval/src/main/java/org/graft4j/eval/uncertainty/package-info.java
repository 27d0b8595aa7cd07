/**
 * How sure a number is, and whether two differ: bootstrap intervals of any metric, paired tests of
 * two models on the same samples, and the correction for several comparisons.
 *
 * <p>Everything takes the samples as independent, unless they are grouped: several pictures of one
 * object otherwise make every interval too narrow.
 */
@NullMarked
package org.graft4j.eval.uncertainty;

import org.jspecify.annotations.NullMarked;
