/**
 * Which augmentation helps on a data set, by evidence: candidates are held against the plain
 * pictures in a cross-validation over cached features, and one is accepted only if the interval of
 * its gain lies above zero.
 *
 * <p>{@link org.graft4j.augment.search.AcceptanceGate} is the part that decides, over any way of
 * making training rows. It takes the head and the interval as functions: {@link
 * org.graft4j.augment.search.Probe} and {@link org.graft4j.augment.search.GainInterval}.
 */
@NullMarked
package org.graft4j.augment.search;

import org.jspecify.annotations.NullMarked;
