package org.graft4j.zoo.adapt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Seed;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The parameters of a widened network, layer by layer. */
final class WiderWeights {
  private final ComputationGraph graph;
  private final ChannelSpaces spaces;
  private final Map<String, Integer> widths;
  private final double noise;
  private final Seed seed;
  private final Map<String, int[]> copies = new HashMap<>();
  private final Map<String, INDArray> changed = new HashMap<>();

  /**
   * Nothing widened yet.
   *
   * @param widths by space, those that grow
   */
  WiderWeights(
      ComputationGraph graph,
      ChannelSpaces spaces,
      Map<String, Integer> widths,
      double noise,
      Seed seed) {
    this.graph = graph;
    this.spaces = spaces;
    this.widths = widths;
    this.noise = noise;
    this.seed = seed;
  }

  /** All that is not as it was, by DL4J's name. */
  Map<String, INDArray> changed() {
    return changed;
  }

  /** Channels of a vertex's output in the new network. */
  long width(String vertex) {
    String space = spaces.of(vertex);
    return widths.containsKey(space) ? widths.get(space) : spaces.width(space);
  }

  /** Rewrites one layer. */
  void widen(ComputationGraphConfiguration conf, String name) {
    GraphVertex vertex = conf.getVertices().get(name);
    FeedForwardLayer layer = (FeedForwardLayer) Rebuild.layer(vertex);
    String input = conf.getVertexInputs().get(name).get(0);
    if (layer instanceof LossLayer || layer instanceof DropoutLayer || layer == null) {
      if (layer != null && layer.getNOut() > 0) {
        layer.setNIn(width(name));
        layer.setNOut(width(name));
      }
      return;
    }
    if (layer instanceof BatchNormalization) {
      for (String parameter : List.of("gamma", "beta", "mean", "var", "log10stdev")) {
        takeVector(name, parameter);
      }
      layer.setNIn(width(name));
    } else {
      int places = places(layer, input);
      weights(name, layer instanceof ConvolutionLayer, input, places);
      takeVector(name, "b");
      if (spaces.width(spaces.of(input)) > 0) {
        layer.setNIn(width(input) * places);
        flatten(vertex, width(input));
      }
    }
    layer.setNOut(width(name));
    Rebuild.forgetNames(vertex);
  }

  /** A dense layer behind a map reads all its places, channel by channel. */
  private int places(FeedForwardLayer layer, String input) {
    long channels = spaces.width(spaces.of(input));
    return channels == 0 ? 1 : Math.toIntExact(layer.getNIn() / channels);
  }

  private static void flatten(GraphVertex vertex, long channels) {
    if (((LayerVertex) vertex).getPreProcessor() instanceof CnnToFeedForwardPreProcessor flat) {
      flat.setNumChannels(channels);
    }
  }

  private void takeVector(String layer, String parameter) {
    INDArray row = graph.paramTable().get(layer + "_" + parameter);
    if (row != null) {
      changed.put(layer + "_" + parameter, Channels.takeVector(row, copies(layer)));
    }
  }

  private void weights(String name, boolean convolution, String input, int places) {
    INDArray weights = graph.getParam(name + "_W");
    int out = convolution ? 0 : 1;
    INDArray rows = Channels.takeRows(Channels.rows(weights, out), copies(name));
    if (noise > 0) {
      double deviation = weights.stdNumber(false).doubleValue() * noise;
      disturb(name, rows, weights.size(out), deviation);
    }
    INDArray taken = Channels.fromRows(rows, weights, out);
    if (spaces.width(spaces.of(input)) > 0) {
      taken = divided(taken, 1 - out, copies(input), places);
    }
    changed.put(name + "_W", taken);
  }

  /** Only the copies: the originals, the first rows, go on as they were. */
  private void disturb(String name, INDArray rows, long originals, double deviation) {
    RandomGenerator random = seed.stream("noise", Seed.coordinate(name));
    float[] added = new float[Math.toIntExact(rows.length())];
    for (int i = Math.toIntExact(originals * rows.size(1)); i < added.length; i++) {
      added[i] = (float) (random.nextGaussian() * deviation);
    }
    rows.addi(Nd4j.create(added, rows.shape(), 'c').castTo(rows.dataType()));
  }

  /** What reads a unit reads all its copies, each with an equal part of the weight. */
  private static INDArray divided(INDArray weights, int in, int[] copies, int places) {
    int[] counts = new int[copies.length];
    for (int copy : copies) {
      counts[copy]++;
    }
    int[] read = new int[copies.length * places];
    double[] shares = new double[read.length];
    for (int i = 0; i < read.length; i++) {
      read[i] = copies[i / places] * places + i % places;
      shares[i] = 1.0 / counts[copies[i / places]];
    }
    INDArray rows = Channels.takeRows(Channels.rows(weights, in), read);
    INDArray column = Nd4j.create(shares, new long[] {read.length, 1}, 'c');
    return Channels.fromRows(rows.muliColumnVector(column.castTo(rows.dataType())), weights, in);
  }

  /** For each new channel of a vertex's output the old one that it is a copy of. */
  private int[] copies(String vertex) {
    return copies.computeIfAbsent(spaces.of(vertex), this::drawn);
  }

  private int[] drawn(String space) {
    int old = Math.toIntExact(spaces.width(space));
    int now = widths.getOrDefault(space, old);
    RandomGenerator random = seed.stream("copies", Seed.coordinate(space));
    return IntStream.range(0, now).map(i -> i < old ? i : random.nextInt(old)).toArray();
  }
}
