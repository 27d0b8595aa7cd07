/**
 * DL4J's way of evaluating, with our numbers: {@link
 * org.graft4j.eval.dl4j.ClassificationEvaluation} is handed to {@code doEvaluation}, and {@link
 * org.graft4j.eval.dl4j.StockEvaluation} makes a DL4J evaluation of our counts.
 */
@NullMarked
package org.graft4j.eval.dl4j;

import org.jspecify.annotations.NullMarked;
