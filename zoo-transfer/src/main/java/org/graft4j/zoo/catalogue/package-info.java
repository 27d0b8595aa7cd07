/**
 * What pretrained weights there are in the world, where, and how they are known to be right: the
 * library's own reviewed list, and those that users add.
 *
 * <p>Start with {@link org.graft4j.zoo.catalogue.Catalogue}; the resource {@code catalogue.json}
 * beside it is the model for a file of one's own.
 */
@NullMarked
package org.graft4j.zoo.catalogue;

import org.jspecify.annotations.NullMarked;
