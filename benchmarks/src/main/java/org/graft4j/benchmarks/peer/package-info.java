/**
 * The peer: our networks computed by PyTorch, by way of DJL's functions.
 *
 * <p>DJL's own {@code ResNetV1} is a lighter network than torchvision's, so that its times mean
 * nothing here. These are translated from our graphs vertex by vertex, with their weights, and a
 * benchmark does not start before both gave the same output.
 */
@NullMarked
package org.graft4j.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
