/** Algebra that several measures need. Not for users: it may change with any release. */
@NullMarked
package org.graft4j.eval.internal;

import org.jspecify.annotations.NullMarked;
