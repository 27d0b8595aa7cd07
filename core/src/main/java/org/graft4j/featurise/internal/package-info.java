/**
 * What runs a frozen part once over pictures and keeps its rows, for {@link
 * org.graft4j.featurise.Featuriser} and for the training of what lies above. Not for users: it may
 * change with any release.
 */
@NullMarked
package org.graft4j.featurise.internal;

import org.jspecify.annotations.NullMarked;
