package org.graft4j.data;

import java.nio.file.Path;

/**
 * One labelled picture of a data set.
 *
 * @param file where it lies
 * @param id its path below the data set's root with {@code /} between the parts: the same on every
 *     machine, and so what random streams, reports and digests go by
 * @param label index of its class in the data set's {@link LabelMap}
 */
public record ImageItem(Path file, String id, int label) {

  public ImageItem {
    if (id.isBlank()) {
      throw new IllegalArgumentException("id must not be blank, for " + file);
    }
    if (label < 0) {
      throw new IllegalArgumentException("label must not be negative, but was " + label);
    }
  }
}
