package org.graft4j.explain;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.InputSpec;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Picture;
import org.graft4j.data.PicturePreparation;
import org.graft4j.engine.Trunk;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.TrainedModel;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Gradient-weighted class activation mapping (Selvaraju et al. 2017, <a
 * href="https://arxiv.org/abs/1610.02391">arXiv 1610.02391</a>): which places of a picture raise a
 * class's score.
 *
 * <p>Looks at the last vertex of the network that gives a map with more than one place and through
 * which all that follows sees the picture. With {@code A_k} its channels and {@code s} the class's
 * score before the softmax, in inference mode: the heat is {@code max(0, sum_k w_k A_k)} with
 * {@code w_k} the mean of {@code ds/dA_k} over the places, divided by its largest value. A map is
 * coarse (that of a ResNet is 7 by 7), and shows what raised the score, not that the reason is a
 * good one.
 *
 * <p>Takes a copy of the model, which is not changed. Confined to one thread; holds memory outside
 * the heap until it is closed.
 */
public final class GradCam implements AutoCloseable {
  private final InputSpec input;
  private final LabelMap labels;
  private final Trunk trunk;
  private final ClassScores scores;

  private GradCam(InputSpec input, LabelMap labels, Trunk trunk, ClassScores scores) {
    this.input = input;
    this.labels = labels;
    this.trunk = trunk;
    this.scores = scores;
  }

  /**
   * Heat maps of a classifier as it is now.
   *
   * @throws IllegalArgumentException if the network has no such vertex, not one input and one
   *     output, or does not end in an output or loss layer
   */
  public static GradCam of(TrainedModel model) {
    ComputationGraph stock = GraphEdits.withStockLayers(model.graph());
    String vertex =
        lastMap(stock, model.input())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the network must have a vertex that gives a map of several places, and"
                            + " through which all above it sees the picture, but has none: there is"
                            + " no heat map for it"));
    ClassScores scores = ClassScores.above(stock, vertex);
    return new GradCam(model.input(), model.labels(), Trunk.upTo(stock, vertex), scores);
  }

  private static Optional<String> lastMap(ComputationGraph graph, InputSpec input) {
    ComputationGraphConfiguration conf = graph.getConfiguration();
    if (conf.getNetworkInputs().size() != 1 || conf.getNetworkOutputs().size() != 1) {
      throw new IllegalArgumentException(
          "the network must have one input and one output for a heat map, but had "
              + conf.getNetworkInputs()
              + " and "
              + conf.getNetworkOutputs());
    }
    Set<String> maps = maps(graph, input);
    int[] order = graph.topologicalSortOrder();
    for (int i = order.length - 1; i >= 0; i--) {
      String vertex = graph.getVertices()[order[i]].getVertexName();
      if (maps.contains(vertex)
          && GraphEdits.frontier(graph, GraphEdits.ancestors(conf, vertex))
              .equals(Optional.of(vertex))) {
        return Optional.of(vertex);
      }
    }
    return Optional.empty();
  }

  /** Vertices that give several places: as a black picture shows, since not all tell their type. */
  private static Set<String> maps(ComputationGraph graph, InputSpec input) {
    DataType type = graph.getConfiguration().getDataType();
    Set<String> maps = new HashSet<>();
    try (INDArray black = Nd4j.zeros(type, 1, input.depth(), input.height(), input.width())) {
      Map<String, INDArray> given = graph.feedForward(black, false);
      given.forEach(
          (vertex, array) -> {
            if (array.rank() == 4 && array.size(2) * array.size(3) > 1) {
              maps.add(vertex);
            }
          });
      maps.retainAll(graph.getConfiguration().getVertices().keySet());
      given.values().forEach(GradCam::free);
      graph.clear();
    }
    return maps;
  }

  /** The vertex whose map is looked at. */
  public String vertex() {
    return trunk.frontier();
  }

  /** The part of a picture that the network sees, at its size: what a heat map lies over. */
  public Picture seen(Picture picture) {
    return PicturePreparation.of(input).fit(picture);
  }

  /**
   * The heat map of a picture of any size.
   *
   * @param label the class, in [0, classes)
   */
  public HeatMap heatMap(Picture picture, int label) {
    PicturePreparation preparation = PicturePreparation.of(input);
    float[] values = new float[preparation.length()];
    preparation.write(picture, values, 0);
    try (INDArray prepared =
        Nd4j.createFromArray(values).reshape(1, input.depth(), input.height(), input.width())) {
      return heatMap(prepared, label);
    }
  }

  /**
   * The heat map of a prepared picture.
   *
   * @param prepared {@code [1, depth, height, width]} as the network takes it; not changed
   * @param label the class, in [0, classes)
   * @throws IllegalArgumentException if it is not one picture of the network's size, or there is no
   *     such class
   * @throws IllegalStateException if the network gives NaN or infinity
   */
  public HeatMap heatMap(INDArray prepared, int label) {
    if (label < 0 || label >= labels.size()) {
      throw new IllegalArgumentException(
          "label must be in [0, " + labels.size() + "), but was " + label);
    }
    long[] size = {1, input.depth(), input.height(), input.width()};
    if (!Arrays.equals(prepared.shape(), size)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "prepared must be one picture %s, but was %s",
              Arrays.toString(size),
              Arrays.toString(prepared.shape())));
    }
    try (INDArray map = trunk.output(prepared);
        INDArray slopes = scores.slopes(map, label)) {
      int height = (int) map.size(2);
      int width = (int) map.size(3);
      return HeatMap.of(height, width, weighted(map, slopes, height * width));
    }
  }

  /** Each channel's map times the mean of its slopes, added up. */
  private static double[] weighted(INDArray map, INDArray slopes, int places) {
    double[] values = map.dup('c').data().asDouble();
    double[] rises = slopes.dup('c').data().asDouble();
    double[] heat = new double[places];
    for (int from = 0; from < values.length; from += places) {
      double weight = 0;
      for (int i = 0; i < places; i++) {
        weight += rises[from + i] / places;
      }
      for (int i = 0; i < places; i++) {
        heat[i] += weight * values[from + i];
      }
    }
    return heat;
  }

  /** Some vertices give a view of what they were given, which goes with it. */
  private static void free(INDArray array) {
    if (array.closeable()) {
      array.close();
    }
  }

  @Override
  public void close() {
    trunk.close();
    scores.close();
  }
}
