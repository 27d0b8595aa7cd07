/**
 * Seeded augmentation of training pictures.
 *
 * <p>Start with {@link org.graft4j.augment.Augmentations}, which has ready policies. A {@link
 * org.graft4j.augment.Transform} keeps chance apart from effect: it makes a {@link
 * org.graft4j.data.Draw}, which is then applied as often and to as many targets as wanted.
 */
@NullMarked
package org.graft4j.augment;

import org.jspecify.annotations.NullMarked;
