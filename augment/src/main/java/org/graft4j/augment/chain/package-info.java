/** Transforms made of transforms: one after the other, one of several, with a probability. */
@NullMarked
package org.graft4j.augment.chain;

import org.jspecify.annotations.NullMarked;
