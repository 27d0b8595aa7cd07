package org.graft4j.engine;

/** What one node computes; its parameters stay with the graph's layer of the node's name. */
sealed interface Op {

  /** What the caller hands in. */
  record Input() implements Op {}

  /**
   * Sliding dot products, without the layer's activation.
   *
   * @param groups of channels that do not see each other
   */
  record Convolution(Window window, boolean bias, int groups) implements Op {}

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

  /**
   * The largest or the mean number of each channel.
   *
   * @param flattens to rank 2; else to one place
   */
  record GlobalPool(Pooling kind, boolean flattens) implements Op {}

  /** A matrix product; an input of rank 4 is taken as one row an example, channels first. */
  record Dense(boolean bias) implements Op {}

  /** The sum of two inputs. */
  record Add() implements Op {}

  /** The first input, each channel of each example times a number of the second. */
  record Scale() implements Op {}

  /** Each channel times a parameter. */
  record Gain() implements Op {}

  /** The channels of all inputs, one after the other. */
  record Merge() implements Op {}

  /** Normalisation over the channels of each place. */
  record ChannelNorm(double eps) implements Op {}

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
    SWISH,
    HARD_SWISH,
    GELU,
    /** {@code x / 6 + 1 / 2}. */
    SIXTH,
    /** {@code min(max(x, 0), 1)}; behind the former it is torch's hard sigmoid. */
    UNIT
  }
}
