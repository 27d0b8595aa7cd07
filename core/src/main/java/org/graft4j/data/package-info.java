/**
 * Folders of labelled pictures, their splits, and the way from a file to a batch.
 *
 * <p>Start with {@link org.graft4j.data.ImageFolder}; {@link org.graft4j.data.InputSpec} says what
 * a network expects of a picture.
 */
@NullMarked
package org.graft4j.data;

import org.jspecify.annotations.NullMarked;
