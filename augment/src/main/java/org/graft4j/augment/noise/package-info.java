/** Transforms that take detail away, as lenses, sensors and files do; nothing moves. */
@NullMarked
package org.graft4j.augment.noise;

import org.jspecify.annotations.NullMarked;
