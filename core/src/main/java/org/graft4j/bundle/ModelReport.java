package org.graft4j.bundle;

/** The evaluation that travels with a saved model. */
public interface ModelReport {

  /** The report as one JSON object (RFC 8259, UTF-8, no NaN literals). */
  String toJson();
}
