/**
 * New pictures of the user's own classes, and what they are worth.
 *
 * <p>Start at {@link org.graft4j.augment.generate.GanTraining}: a small class-conditional
 * generative adversarial network learns from the training pictures and gives a {@link
 * org.graft4j.augment.generate.PictureGenerator}. {@link
 * org.graft4j.augment.generate.FrechetDistance} says how far its pictures are from real ones in the
 * features of a backbone, {@link org.graft4j.augment.generate.GeneratedRows} whether training with
 * them helps, and {@link org.graft4j.augment.generate.GeneratedFolder} writes them as files. {@link
 * org.graft4j.augment.generate.FeatureInterpolation} is the cheap alternative: new rows of features
 * between those that are there.
 */
@NullMarked
package org.graft4j.augment.generate;

import org.jspecify.annotations.NullMarked;
