/** The saved model: one file with network, labels, preparation, report and provenance. */
@NullMarked
package org.graft4j.bundle;

import org.jspecify.annotations.NullMarked;
