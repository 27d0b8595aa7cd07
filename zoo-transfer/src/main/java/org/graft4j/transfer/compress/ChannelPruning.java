package org.graft4j.transfer.compress;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.layer.WeightRows;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.TrainedModel;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Takes whole channels out of a network, which is smaller and faster for it on any kernel.
 *
 * <p>Only channels inside of blocks go: those that nothing but convolutions and dense layers read,
 * by way of norms, activations and pooling. So it is with ResNet (all but the sums' channels), VGG,
 * SqueezeNet, DenseNet (within its layers) and ConvNeXt (between the dense layers of its blocks).
 * Grouped and depthwise convolutions and squeeze-and-excitation hold on to theirs, so that
 * MobileNet, EfficientNet and ResNeXt lose few. What a layer gives to the outside keeps its width:
 * a backbone stays one, with features of the same width.
 *
 * <p>Where a channel that goes was always zero, nothing changes. Any other is missed: measure, and
 * train what is left ({@link Recovery}, or a new head).
 *
 * @param share of the channels that can go which do go, in [0, 1), rounded down; each layer keeps
 *     one at least
 * @param criterion which ones
 * @param range whether each layer loses that share, or all together
 */
public record ChannelPruning(double share, Criterion criterion, MagnitudePruning.Range range) {

  /** By what the least important channels are found. */
  public enum Criterion {
    /**
     * The sum of magnitudes of the weights that make the channel (<a
     * href="https://arxiv.org/abs/1608.08710">Li et al. 2017</a>). Between layers it is the ratio
     * to the layer's mean that counts.
     */
    FILTER_NORM,
    /**
     * The magnitude of its batch norm's scale (<a href="https://arxiv.org/abs/1708.06519">Liu et
     * al. 2017</a>).
     */
    NORM_SCALE
  }

  public ChannelPruning {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("share must be in [0, 1), but was " + share);
    }
  }

  /** That share of each layer, by the weights. */
  public static ChannelPruning of(double share) {
    return new ChannelPruning(share, Criterion.FILTER_NORM, MagnitudePruning.Range.LAYER);
  }

  /** By that criterion. */
  public ChannelPruning by(Criterion value) {
    return new ChannelPruning(share, value, range);
  }

  /** Compares the channels of all layers: some lose more than others. */
  public ChannelPruning overNetwork() {
    return new ChannelPruning(share, criterion, MagnitudePruning.Range.NETWORK);
  }

  /**
   * A smaller model; the given one is not changed. What was done is told by its {@link
   * CompressionHistory}.
   *
   * <p>If a channel went, the model has a {@linkplain org.graft4j.model.Decision#PLAIN plain}
   * decision: temperature and abstention were fitted to other probabilities.
   *
   * @throws IllegalArgumentException if no channel of the network can go, or there are none with a
   *     batch norm's scale to go by
   */
  public TrainedModel applyTo(TrainedModel model) {
    ComputationGraph smaller = smaller(model.graph(), Set.of());
    long before = model.graph().numParams();
    long after = smaller.numParams();
    if (after == before) {
      return new TrainedModel(
          smaller, model.input(), model.labels(), model.provenance(), model.decision());
    }
    return CompressionHistory.changed(
        model, smaller, this + ": " + before + " parameters before, " + after + " after");
  }

  /**
   * A smaller backbone with features of the same width, to graft a head on; the given one is not
   * changed. It has no card: its weights are nobody's published ones.
   *
   * @throws IllegalArgumentException as {@link #applyTo(TrainedModel)}
   */
  public Backbone applyTo(Backbone backbone) {
    return new Backbone(
        "custom",
        smaller(backbone.graph(), Set.of(backbone.featureVertex())),
        backbone.input(),
        backbone.groups(),
        backbone.featureVertex(),
        backbone.featureWidth(),
        Optional.empty());
  }

  private ComputationGraph smaller(ComputationGraph given, Set<String> features) {
    ComputationGraph graph = GraphEdits.withStockLayers(given);
    Set<String> kept = new HashSet<>(features);
    kept.addAll(graph.getConfiguration().getNetworkOutputs());
    List<InternalChannels> all = InternalChannels.of(graph.getConfiguration(), kept);
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          "the network must have channels that only convolutions and dense layers read, as those of"
              + " ResNet, VGG, SqueezeNet and DenseNet have, but has none: no channel can be removed");
    }
    Map<InternalChannels, double[]> scores = new LinkedHashMap<>();
    for (InternalChannels channels : all) {
      scores(graph, channels).ifPresent(values -> scores.put(channels, values));
    }
    if (scores.isEmpty()) {
      throw new IllegalArgumentException(
          "criterion must be FILTER_NORM for a network without batch norms inside of its blocks, but"
              + " was NORM_SCALE");
    }
    SlicedGraph sliced = new SlicedGraph(graph);
    kept(scores).forEach(sliced::keep);
    return sliced.build();
  }

  /** The higher the more important. */
  private Optional<double[]> scores(ComputationGraph graph, InternalChannels channels) {
    if (criterion == Criterion.NORM_SCALE) {
      if (channels.norms().isEmpty()) {
        return Optional.empty();
      }
      INDArray scale = graph.getParam(channels.norms().get(0) + "_gamma");
      return Optional.ofNullable(scale).map(ChannelPruning::magnitudes);
    }
    WeightRows rows =
        LayerWeights.of(graph).stream()
            .filter(layer -> layer.vertex().equals(channels.producer()))
            .findFirst()
            .orElseThrow()
            .rows();
    float[] weights = rows.copy();
    double[] norms = new double[rows.rows()];
    for (int i = 0; i < weights.length; i++) {
      norms[i / rows.width()] += Math.abs(weights[i]);
    }
    double mean = Arrays.stream(norms).average().orElse(0);
    if (Double.isNaN(mean)) {
      throw new IllegalArgumentException(
          "weights must be numbers to be compared, but '" + channels.producer() + "' has NaN");
    }
    return Optional.of(mean == 0 ? norms : Arrays.stream(norms).map(n -> n / mean).toArray());
  }

  private static double[] magnitudes(INDArray values) {
    try (INDArray copy = values.dup('c')) {
      return Arrays.stream(copy.data().asDouble()).map(Math::abs).toArray();
    }
  }

  private Map<InternalChannels, int[]> kept(Map<InternalChannels, double[]> scores) {
    Map<InternalChannels, int[]> kept = new LinkedHashMap<>();
    if (range == MagnitudePruning.Range.LAYER) {
      scores.forEach(
          (channels, values) -> {
            int gone = (int) Math.floor(share * values.length);
            kept.put(channels, largest(values, values.length - gone));
          });
      return kept;
    }
    record One(InternalChannels of, int place, double score) {}
    List<One> removable = new ArrayList<>();
    int count = 0;
    for (Map.Entry<InternalChannels, double[]> entry : scores.entrySet()) {
      double[] values = entry.getValue();
      count += values.length;
      int[] best = largest(values, 1);
      IntStream.range(0, values.length)
          .filter(place -> place != best[0])
          .forEach(place -> removable.add(new One(entry.getKey(), place, values[place])));
    }
    removable.sort(Comparator.comparingDouble(One::score)); // stable: among equals the first go
    int gone = Math.min(removable.size(), (int) Math.floor(share * count));
    Set<One> out = new HashSet<>(removable.subList(0, gone));
    scores.forEach(
        (channels, values) ->
            kept.put(
                channels,
                IntStream.range(0, values.length)
                    .filter(place -> !out.contains(new One(channels, place, values[place])))
                    .toArray()));
    return kept;
  }

  /** The places of the highest scores, ascending; among equals the later ones stay. */
  private static int[] largest(double[] scores, int count) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble(place -> scores[place]))
        .skip(scores.length - (long) count)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "channel pruning of %s of %s by %s",
        share,
        range == MagnitudePruning.Range.NETWORK ? "all inner channels" : "each layer's channels",
        criterion == Criterion.FILTER_NORM ? "filter norm" : "norm scale");
  }
}
