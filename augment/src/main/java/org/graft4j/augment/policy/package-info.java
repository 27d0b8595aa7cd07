/**
 * Policies of the literature: RandAugment, TrivialAugment, AutoAugment and AugMix, with the spaces
 * that torchvision gives them.
 */
@NullMarked
package org.graft4j.augment.policy;

import org.jspecify.annotations.NullMarked;
