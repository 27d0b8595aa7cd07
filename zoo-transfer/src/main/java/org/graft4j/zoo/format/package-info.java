/**
 * Files of pretrained weights, read without running anything that they hold.
 *
 * <p>Start with {@link org.graft4j.zoo.format.WeightsFile#open}. It reads safetensors (also in
 * shards with an index) and PyTorch state dictionaries in the zip and the legacy format; {@link
 * org.graft4j.zoo.format.SafetensorsWriter} writes safetensors. What a file claims is checked
 * against what it has before memory is taken, and a pickle is read by an interpreter that knows
 * tensors, dictionaries and plain values and refuses everything else by name.
 */
@NullMarked
package org.graft4j.zoo.format;

import org.jspecify.annotations.NullMarked;
