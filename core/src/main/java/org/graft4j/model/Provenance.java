package org.graft4j.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a model comes from: data, weights, settings and versions, as named plain values.
 *
 * <p>Holds no time of day, so that the same seed gives the same bytes; the report of a run has the
 * times. Immutable.
 *
 * @param facts sorted by name, say {@code "backbone"} to {@code "resnet18.torchvision_in1k"}
 */
public record Provenance(Map<String, String> facts) {

  public Provenance {
    facts = Collections.unmodifiableMap(new TreeMap<>(facts));
  }
}
