/**
 * Learning from another network: {@link org.graft4j.transfer.distill.Distillation} from a trained
 * model of any architecture, by its answers and, with {@link
 * org.graft4j.transfer.distill.DistillationTerm}s, by what it computes on the way to them; {@link
 * org.graft4j.transfer.distill.SelfDistillation} from the generation before; and {@link
 * org.graft4j.transfer.distill.GrowingStudent} for a small network that a large one begins with.
 */
@NullMarked
package org.graft4j.transfer.distill;

import org.jspecify.annotations.NullMarked;
