package org.graft4j.transfer;

/** What batch norms of trained layer groups do; those of frozen groups never change. */
public enum BatchNormPolicy {
  /**
   * They normalise by the pretrained statistics and keep them, while gamma and beta train: right
   * for small data sets and small batches, and needed where batch norm was folded into the
   * convolutions.
   */
  FROZEN,
  /** They normalise by the batch and move their statistics: needed when training from scratch. */
  TRAIN
}
