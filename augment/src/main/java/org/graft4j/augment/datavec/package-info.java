/** The doors to DataVec: its image transforms as augmentations, and augmentations as its own. */
@NullMarked
package org.graft4j.augment.datavec;

import org.jspecify.annotations.NullMarked;
