/**
 * What a backbone makes of pictures: {@link org.graft4j.featurise.Featuriser} gives their features,
 * from a {@link org.graft4j.features.FeatureCache} as far as they are there.
 */
@NullMarked
package org.graft4j.featurise;

import org.jspecify.annotations.NullMarked;
