/**
 * The machine under the networks: the backend, what makes it fast, the state of its generator, what
 * is known of it, and how files are written whole and digested.
 *
 * <p>Start with {@link org.graft4j.runtime.Acceleration#enable}; {@link
 * org.graft4j.runtime.RuntimeInfo} says what is on.
 */
@NullMarked
package org.graft4j.runtime;

import org.jspecify.annotations.NullMarked;
