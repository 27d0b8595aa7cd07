/**
 * Batch mixing: examples are mixed with their neighbours in the batch, and so are their labels. For
 * {@code FineTuner}'s {@code mixing}, or {@link org.graft4j.data.MixedBatches} around any source.
 */
@NullMarked
package org.graft4j.augment.mix;

import org.jspecify.annotations.NullMarked;
