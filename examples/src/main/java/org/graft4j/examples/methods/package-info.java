/**
 * How it is found out whether a method of fine-tuning helps: a {@link
 * org.graft4j.examples.methods.Trial} has the same thing done without the method and with it, on
 * the same pictures, over several seeds, and says what the paired difference is.
 *
 * <p>The trials themselves are in the numbered programs of {@link org.graft4j.examples}, from the
 * eighth on; what came of them is in docs/METHODS.md.
 */
@NullMarked
package org.graft4j.examples.methods;

import org.jspecify.annotations.NullMarked;
