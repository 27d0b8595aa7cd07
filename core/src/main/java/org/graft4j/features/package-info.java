/**
 * What a frozen trunk gives for pictures, kept on disk: a {@link org.graft4j.features.FeatureCache}
 * holds {@link org.graft4j.features.FeatureSpace}s, and each of those {@link
 * org.graft4j.features.FeatureRows} found by {@link org.graft4j.features.RowKey}s.
 *
 * <p>Everything is addressed by content, so that nothing has to be invalidated: other weights,
 * pictures, input specs or draws have other names. A row is compared with its checksum each time it
 * is read; what is damaged counts as absent and is computed again.
 */
@NullMarked
package org.graft4j.features;

import org.jspecify.annotations.NullMarked;
