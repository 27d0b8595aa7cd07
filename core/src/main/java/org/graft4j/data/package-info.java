/**
 * Folders of labelled pictures, their splits, and the way from a file to a batch.
 *
 * <p>Start with {@link org.graft4j.data.ImageFolder}, which lists a folder and makes its label map.
 * {@link org.graft4j.data.PictureAudit} finds the pictures that cannot be read, {@link
 * org.graft4j.data.DatasetSplit} divides the rest, and {@link org.graft4j.data.PictureBatches}
 * turns the items into batches for DL4J. On the way of a single picture lie {@link
 * org.graft4j.data.PictureReader} (file to pixels) and {@link org.graft4j.data.PicturePreparation}
 * (pixels to tensor, by the {@link org.graft4j.data.InputSpec} of the network). All randomness
 * comes from streams of {@link org.graft4j.data.Seed}.
 */
@NullMarked
package org.graft4j.data;

import org.jspecify.annotations.NullMarked;
