/** What several packages of this module need. Not for users: it may change with any release. */
@NullMarked
package org.graft4j.augment.internal;

import org.jspecify.annotations.NullMarked;
