package org.graft4j.transfer.compress;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.TrainedModel;

/**
 * Sets the smallest weights of convolutions and dense layers to zero (<a
 * href="https://arxiv.org/abs/1506.02626">Han et al. 2015</a>); biases and norms stay.
 *
 * <p>A bundle of {@link org.graft4j.bundle.StoredWeights#SPARSE} or {@code INT8} takes less room
 * then. The network is not faster: its kernels multiply by zeros as by any number. For speed take
 * {@link ChannelPruning}.
 *
 * @param share of the weights that are zero afterwards, in [0, 1): {@code floor(share * count)},
 *     those that were zero before among them; 0 changes nothing
 * @param range what a weight is compared with
 */
public record MagnitudePruning(double share, Range range) {

  /** Among which weights the smallest are looked for. */
  public enum Range {
    /** All of the network: some layers lose more than others. */
    NETWORK,
    /** Those of the same layer: each loses the same share. */
    LAYER
  }

  public MagnitudePruning {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("share must be in [0, 1), but was " + share);
    }
  }

  /** Compares all weights of the network. */
  public static MagnitudePruning of(double share) {
    return new MagnitudePruning(share, Range.NETWORK);
  }

  /** The same share of each layer. */
  public MagnitudePruning perLayer() {
    return new MagnitudePruning(share, Range.LAYER);
  }

  /**
   * The model with its smallest weights zero; the given one is not changed. Pruning again by the
   * same share changes nothing. What was done is told by its {@link CompressionHistory}.
   *
   * <p>If a weight changed, the model has a {@linkplain org.graft4j.model.Decision#PLAIN plain}
   * decision: temperature and abstention were fitted to other probabilities.
   *
   * @throws IllegalArgumentException if a weight is NaN
   */
  public TrainedModel applyTo(TrainedModel model) {
    ComputationGraph copy = GraphEdits.withStockLayers(model.graph());
    List<LayerWeights> layers = LayerWeights.of(copy);
    long before = zeros(layers);
    chosen(layers, share).clear(layers);
    long after = zeros(layers);
    if (after == before) {
      return new TrainedModel(
          copy, model.input(), model.labels(), model.provenance(), model.decision());
    }
    long all = layers.stream().mapToLong(LayerWeights::count).sum();
    return CompressionHistory.changed(
        model, copy, this + ": " + before + " of " + all + " zero before, " + after + " after");
  }

  private static long zeros(List<LayerWeights> layers) {
    return layers.stream().mapToLong(LayerWeights::zeros).sum();
  }

  ZeroWeights chosen(List<LayerWeights> layers, double of) {
    if (range == Range.NETWORK) {
      return ZeroWeights.smallest(layers, of);
    }
    Map<String, BitSet> places = new LinkedHashMap<>();
    layers.forEach(layer -> places.putAll(ZeroWeights.smallest(List.of(layer), of).places()));
    return new ZeroWeights(places);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "magnitude pruning of %s of %s",
        share,
        range == Range.NETWORK ? "all weights" : "each layer's weights");
  }
}
