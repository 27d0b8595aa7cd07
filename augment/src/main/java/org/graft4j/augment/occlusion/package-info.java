/**
 * Transforms that hide parts of a picture. In the mask a hidden pixel gets the ignored label: what
 * cannot be seen can neither be learnt nor counted. (torchvision's erasing leaves masks as they
 * are.)
 */
@NullMarked
package org.graft4j.augment.occlusion;

import org.jspecify.annotations.NullMarked;
