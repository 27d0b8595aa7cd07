package org.graft4j.engine;

/** What one node computes; its parameters stay with the graph's layer of the node's name. */
sealed interface Op {

  /** What the caller hands in. */
  record Input() implements Op {}

  /** Sliding dot products, without the layer's activation. */
  record Convolution(Window window, boolean bias) implements Op {}

  /**
   * Normalisation of each channel.
   *
   * @param fixed by the stored statistics in training too
   */
  record BatchNorm(double eps, boolean fixed) implements Op {}

  /** A function of each number. */
  record Activate(Curve curve) implements Op {}

  /** The largest or the mean number under a window. */
  record Pool(Window window, Pooling kind) implements Op {}

  /** The largest or the mean number of each channel: from rank 4 to rank 2. */
  record GlobalPool(Pooling kind) implements Op {}

  /** A matrix product; an input of rank 4 is taken as one row an example, channels first. */
  record Dense(boolean bias) implements Op {}

  /** The sum of two inputs. */
  record Add() implements Op {}

  /** Probabilities over the last axis of a matrix. */
  record Softmax() implements Op {}

  /** The graph's own vertex, run as it is. */
  record Vertex() implements Op {}

  /** Kinds of pooling. */
  enum Pooling {
    MAX,
    MEAN,
    /** Padding counts as zeros that are there. */
    MEAN_WITH_PADDING
  }

  /** Functions of one number that can be fused into what comes before. */
  enum Curve {
    RELU,
    RELU6,
    SIGMOID,
    TANH,
    SWISH
  }
}
