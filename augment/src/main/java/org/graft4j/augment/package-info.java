/**
 * Seeded augmentation of training pictures.
 *
 * <p>A tour, from what is ready to what one makes:
 *
 * <ul>
 *   <li>{@link org.graft4j.augment.Augmentations} has ready policies, from none to heavy, and says
 *       of each what it is for. Hand one to {@code FineTuner.Builder.augmentation}.
 *   <li>{@link org.graft4j.augment.AugmentationFile} writes a policy as JSON or YAML, to be changed
 *       by hand, and reads it back; {@link org.graft4j.augment.Transforms} has what a file can
 *       name, and takes those of other jars by a {@link org.graft4j.augment.TransformProvider}.
 *   <li>A {@link org.graft4j.augment.Transform} keeps chance apart from effect: it makes a {@link
 *       org.graft4j.data.Draw}, which is then applied as often and to as many targets as wanted: to
 *       a picture, and in the same way to its {@link org.graft4j.data.Mask}. They are in the
 *       packages {@code geometry}, {@code colour}, {@code noise}, {@code occlusion} and {@code
 *       policy}.
 *   <li>Chains put transforms together: {@link org.graft4j.augment.chain.Sequence}, {@link
 *       org.graft4j.augment.chain.OneOf}, {@link org.graft4j.augment.chain.SomeOf}, {@link
 *       org.graft4j.augment.chain.WithProbability}.
 *   <li>{@link org.graft4j.augment.datavec} has the bridges to DataVec's {@code ImageTransform},
 *       both ways.
 *   <li>{@link org.graft4j.augment.mix} mixes the examples of a batch and their labels: MixUp and
 *       CutMix.
 *   <li>{@link org.graft4j.augment.search} says which policy helps on given pictures, or that none
 *       does.
 *   <li>{@link org.graft4j.augment.generate} trains a small network that makes pictures up, and
 *       says whether they help.
 * </ul>
 */
@NullMarked
package org.graft4j.augment;

import org.jspecify.annotations.NullMarked;
