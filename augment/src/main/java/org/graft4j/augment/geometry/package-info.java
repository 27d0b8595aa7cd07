/** Transforms that move pixels, of a picture and of its mask alike. */
@NullMarked
package org.graft4j.augment.geometry;

import org.jspecify.annotations.NullMarked;
