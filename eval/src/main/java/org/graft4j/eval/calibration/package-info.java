/** What makes probabilities mean what they say, and when to rather say nothing. */
@NullMarked
package org.graft4j.eval.calibration;

import org.jspecify.annotations.NullMarked;
