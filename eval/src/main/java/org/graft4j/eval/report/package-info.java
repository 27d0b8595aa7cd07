/**
 * Reports that a person reads: {@link org.graft4j.eval.report.RunReport} holds what a run found out
 * and writes it as one self-contained HTML page and as JSON.
 */
@NullMarked
package org.graft4j.eval.report;

import org.jspecify.annotations.NullMarked;
