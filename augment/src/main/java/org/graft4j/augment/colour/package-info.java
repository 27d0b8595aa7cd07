/** Transforms that change the values of pixels and leave them where they are. */
@NullMarked
package org.graft4j.augment.colour;

import org.jspecify.annotations.NullMarked;
