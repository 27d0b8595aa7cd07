/** The {@code graft4j} command: results on stdout, progress and errors on stderr. */
@NullMarked
package org.graft4j.cli;

import org.jspecify.annotations.NullMarked;
