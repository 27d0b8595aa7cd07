package org.graft4j.eval.outlier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.graft4j.data.ImageItem;
import org.graft4j.data.PictureBatches;
import org.graft4j.engine.Trunk;
import org.graft4j.model.TrainedModel;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Scores pictures by how far they are from what a trained classifier knows. Pictures are prepared
 * as the model's input spec says; its temperature plays no part. Not thread-safe, as the model is
 * not.
 *
 * <pre>{@code
 * OutlierDetector detector = OutlierDetector.fit(model, split.train());
 * double[] inside = detector.scores(split.test()).get(OutlierScore.ENERGY);
 * double[] outside = detector.scores(others).get(OutlierScore.ENERGY);
 * System.out.println(OutlierSeparation.of(OutlierScore.ENERGY, inside, outside).rocArea().value());
 * }</pre>
 */
public final class OutlierDetector {
  private static final int BATCH = 32;

  private final TrainedModel model;
  private final LastLayer last;
  private final Optional<MahalanobisDistance> distance;

  private OutlierDetector(
      TrainedModel model, LastLayer last, Optional<MahalanobisDistance> distance) {
    this.model = model;
    this.last = last;
    this.distance = distance;
  }

  /**
   * What needs no training pictures: all scores but {@link OutlierScore#MAHALANOBIS}.
   *
   * @throws IllegalArgumentException unless the network ends in a dense layer with softmax
   */
  public static OutlierDetector of(TrainedModel model) {
    return new OutlierDetector(model, LastLayer.of(model.graph()), Optional.empty());
  }

  /**
   * All scores; the classes' means and their covariance come from the features that the last layer
   * takes.
   *
   * @param training labelled by the model's label map: what the model was trained on, and nothing
   *     that is scored later
   * @throws IllegalArgumentException unless the network ends in a dense layer with softmax; or if
   *     there are no pictures or no two different ones of a class
   * @throws java.io.UncheckedIOException if a picture cannot be read; it is named
   */
  public static OutlierDetector fit(TrainedModel model, List<ImageItem> training) {
    OutlierDetector plain = of(model);
    double[][] rows = plain.features(training);
    int[] labels = training.stream().mapToInt(ImageItem::label).toArray();
    return new OutlierDetector(
        model,
        plain.last,
        Optional.of(MahalanobisDistance.fit(rows, labels, model.labels().size())));
  }

  /** The scores that it gives. */
  public List<OutlierScore> scores() {
    List<OutlierScore> scores = new ArrayList<>(List.of(OutlierScore.values()));
    if (distance.isEmpty()) {
      scores.remove(OutlierScore.MAHALANOBIS);
    }
    return List.copyOf(scores);
  }

  /**
   * Scores pictures.
   *
   * @param items at least one; their labels must be below the number of classes, and play no part
   * @return for each of {@link #scores()} one number a picture, in the order of the items, finite;
   *     higher is further from what the model knows
   * @throws java.io.UncheckedIOException if a picture cannot be read; it is named
   */
  public Map<OutlierScore, double[]> scores(List<ImageItem> items) {
    double[][] rows = features(items);
    Map<OutlierScore, double[]> scores = new EnumMap<>(OutlierScore.class);
    for (OutlierScore score : scores()) {
      scores.put(score, Arrays.stream(rows).mapToDouble(row -> score(score, row)).toArray());
    }
    return scores;
  }

  private double score(OutlierScore score, double[] row) {
    return switch (score) {
      case MAX_PROBABILITY -> {
        double[] logits = last.logits(row);
        // 1 - max p, without the digits that such a difference loses near 1.
        yield -Math.expm1(Arrays.stream(logits).max().orElseThrow() - logSum(logits));
      }
      case ENERGY -> -logSum(last.logits(row));
      case MAHALANOBIS -> distance.orElseThrow().squared(row);
    };
  }

  static double logSum(double[] logits) {
    double largest = Arrays.stream(logits).max().orElseThrow();
    return largest + Math.log(Arrays.stream(logits).map(l -> Math.exp(l - largest)).sum());
  }

  private double[][] features(List<ImageItem> items) {
    if (items.isEmpty()) {
      throw new IllegalArgumentException("items must hold pictures, but held none");
    }
    double[][] rows = new double[items.size()][];
    int[] done = new int[1];
    try (Trunk trunk = Trunk.upTo(model.graph(), last.features())) {
      PictureBatches.evaluation(items, model.labels(), model.input(), BATCH)
          .forEachBatch(
              0,
              batch -> {
                try (INDArray output = trunk.output(batch.getFeatures())) {
                  requireRows(output);
                  for (double[] row : output.toDoubleMatrix()) {
                    rows[done[0]++] = row;
                  }
                }
              });
    }
    requireFinite(rows, items);
    return rows;
  }

  private void requireRows(INDArray output) {
    if (output.rank() != 2 || output.size(1) != last.width()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' must give [batch, %d] for the last layer, but gave %s",
              last.features(),
              last.width(),
              Arrays.toString(output.shape())));
    }
  }

  private static void requireFinite(double[][] rows, List<ImageItem> items) {
    for (int i = 0; i < rows.length; i++) {
      for (double value : rows[i]) {
        if (!Double.isFinite(value)) {
          throw new IllegalArgumentException(
              "features of '" + items.get(i).id() + "' must be finite, but one was " + value);
        }
      }
    }
  }
}
