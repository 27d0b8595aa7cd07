package org.graft4j.model;

import org.graft4j.data.LabelMap;

/** What is grafted onto the features: the part of the network that is new. */
public sealed interface Head {

  /** The classes that the head tells apart. */
  LabelMap labels();

  /**
   * One dense layer with softmax after optional dropout.
   *
   * @param labels at least two classes
   * @param dropout share of the features that is dropped in training, in [0, 1)
   */
  record Linear(LabelMap labels, double dropout) implements Head {
    public Linear {
      if (labels.size() < 2) {
        throw new IllegalArgumentException(
            "a head must tell at least two classes apart, but there were " + labels);
      }
      if (!(dropout >= 0 && dropout < 1)) {
        throw new IllegalArgumentException("dropout must be in [0, 1), but was " + dropout);
      }
    }

    @Override
    public String toString() {
      return "linear, " + labels.size() + " classes " + labels + ", dropout " + dropout;
    }
  }

  /** A linear head without dropout. */
  static Head linear(LabelMap labels) {
    return new Linear(labels, 0);
  }

  /** A linear head with dropout on the features. */
  static Head linear(LabelMap labels, double dropout) {
    return new Linear(labels, dropout);
  }
}
