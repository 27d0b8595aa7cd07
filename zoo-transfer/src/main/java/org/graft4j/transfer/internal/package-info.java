/** What several methods of fine-tuning are made of. Not for users: it changes without notice. */
@NullMarked
package org.graft4j.transfer.internal;

import org.jspecify.annotations.NullMarked;
