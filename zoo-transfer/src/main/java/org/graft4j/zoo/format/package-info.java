/**
 * Files of pretrained weights, read without running anything that they hold.
 *
 * <p>Start with {@link org.graft4j.zoo.format.WeightsFile#open}. It reads safetensors (also in
 * shards with an index), PyTorch state dictionaries in the zip and the legacy format, Keras's HDF5
 * files, NumPy's arrays and the zip of DL4J's {@code ModelSerializer}; {@link
 * org.graft4j.zoo.format.SafetensorsWriter} writes safetensors. What a file claims is checked
 * against what it has before memory is taken; a pickle is read by an interpreter that knows
 * tensors, dictionaries and plain values and refuses everything else by name, and jHDF sees an HDF5
 * file through a storage with bounds.
 */
@NullMarked
package org.graft4j.zoo.format;

import org.jspecify.annotations.NullMarked;
