/**
 * Smaller networks: {@link org.graft4j.transfer.compress.MagnitudePruning} sets weights to zero,
 * {@link org.graft4j.transfer.compress.ChannelPruning} takes whole channels out, {@link
 * org.graft4j.transfer.compress.Recovery} trains what is left, and {@link
 * org.graft4j.transfer.compress.NetworkSize} says what was gained. A bundle keeps zeros and whole
 * steps in less room: see {@link org.graft4j.bundle.StoredWeights}.
 */
@NullMarked
package org.graft4j.transfer.compress;

import org.jspecify.annotations.NullMarked;
