package org.graft4j.zoo.format;

import java.util.Map;

/**
 * What a reader found in one file.
 *
 * @param tensors by name, in the file's order
 * @param metadata free text by key; empty for formats without it
 */
record WeightsContent(Map<String, WeightTensor> tensors, Map<String, String> metadata) {}
