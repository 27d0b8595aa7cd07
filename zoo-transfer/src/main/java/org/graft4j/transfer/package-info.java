/**
 * Fine-tuning: {@link org.graft4j.transfer.FineTuner} grafts a {@link org.graft4j.model.Head} onto
 * a {@link org.graft4j.model.Backbone} and trains it by a {@link
 * org.graft4j.transfer.FineTunePlan}, which is a list of {@link org.graft4j.transfer.Stage}s.
 */
@NullMarked
package org.graft4j.transfer;

import org.jspecify.annotations.NullMarked;
