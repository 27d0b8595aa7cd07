package org.graft4j.transfer;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What batch norms of trained layer groups do; those of frozen groups never change. */
public sealed interface BatchNormPolicy {
  /**
   * They normalise by the pretrained statistics and keep them, while gamma and beta train: right
   * for small data sets and small batches, and needed where batch norm was folded into the
   * convolutions.
   */
  BatchNormPolicy FROZEN = new Frozen();

  /** They normalise by the batch and move their statistics: needed when training from scratch. */
  BatchNormPolicy TRAIN = new Train();

  /**
   * Their statistics are estimated anew at the beginning of each stage that trains them, on the
   * stage's training pictures with the weights as they are then, and kept from there on as under
   * {@link #FROZEN}: for pictures of another kind than the backbone was trained on (AdaBN, <a
   * href="https://arxiv.org/abs/1603.04779">Li et al. 2016</a>). How: {@link
   * org.graft4j.model.BatchNormStatistics}. A stage that trains the head alone has no norms to
   * estimate: {@link AdaBatchNorm} adapts the backbone before a linear probe.
   */
  BatchNormPolicy RECALIBRATE = new Recalibrate();

  /**
   * As {@link #TRAIN}, but in training each channel is normalised by its moving statistics with a
   * probability, and else by the batch's (StochNorm, Kou et al. 2020): against overfitting on small
   * data sets.
   *
   * @param probability 0 to 1; 0 is {@link #TRAIN}, the paper's is 0.5
   */
  static BatchNormPolicy stochastic(double probability) {
    return probability == 0 ? TRAIN : new Stochastic(probability);
  }

  /**
   * A policy by its {@link #describe() name}, in any case: {@code frozen}, {@code train}, {@code
   * recalibrate}, {@code stochastic} with 0.5, or {@code stochastic:P}.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  static BatchNormPolicy parse(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    return switch (name) {
      case "frozen" -> FROZEN;
      case "train" -> TRAIN;
      case "recalibrate" -> RECALIBRATE;
      case "stochastic" -> stochastic(0.5);
      default -> stochastic(probability(text, name));
    };
  }

  private static double probability(String text, String name) {
    if (name.startsWith("stochastic:")) {
      try {
        return Double.parseDouble(name.substring("stochastic:".length()));
      } catch (NumberFormatException e) {
        throw unknown(text, e);
      }
    }
    throw unknown(text, null);
  }

  private static IllegalArgumentException unknown(String text, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "a batch norm policy must be frozen, train, recalibrate or stochastic:P with P from 0 to 1, but was '"
            + text
            + "'",
        cause);
  }

  /** The name, which {@link #parse} reads: the same in every run. */
  String describe();

  /** See {@link #FROZEN}. */
  record Frozen() implements BatchNormPolicy {
    @Override
    public String describe() {
      return "frozen";
    }
  }

  /** See {@link #TRAIN}. */
  record Train() implements BatchNormPolicy {
    @Override
    public String describe() {
      return "train";
    }
  }

  /** See {@link #RECALIBRATE}. */
  record Recalibrate() implements BatchNormPolicy {
    @Override
    public String describe() {
      return "recalibrate";
    }
  }

  /**
   * See {@link #stochastic}.
   *
   * @param probability that a channel is normalised by its moving statistics
   */
  record Stochastic(double probability) implements BatchNormPolicy {
    public Stochastic {
      if (!(probability >= 0 && probability <= 1)) {
        throw new IllegalArgumentException(
            "probability of stochastic batch norm must be from 0 to 1, but was " + probability);
      }
    }

    @Override
    public String describe() {
      return "stochastic:" + probability;
    }
  }
}
