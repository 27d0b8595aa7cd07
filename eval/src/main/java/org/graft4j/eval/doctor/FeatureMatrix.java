package org.graft4j.eval.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.graft4j.features.FeatureCache;
import org.graft4j.featurise.Featuriser;
import org.graft4j.model.Backbone;
import org.graft4j.train.TrainingEvent;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A backbone's features of pictures on the heap, 8 bytes a number. Immutable. */
final class FeatureMatrix {
  /** All pairs of so many are looked at; of more, those with near hashes alone. */
  private static final int MOST = 10_000;

  /**
   * With more near pairs than this for each picture, nearness says nothing about these pictures.
   */
  private static final int MOST_NEAR = 2;

  private final float[][] rows;

  /** Each row less the mean of all, of length 1 or 0. */
  private final float[][] directions;

  private FeatureMatrix(float[][] rows) {
    this.rows = rows;
    int width = rows[0].length;
    double[] mean = new double[width];
    for (float[] row : rows) {
      for (int i = 0; i < width; i++) {
        mean[i] += row[i] / rows.length;
      }
    }
    this.directions = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      directions[i] = direction(rows[i], mean);
    }
  }

  private static float[] direction(float[] row, double[] mean) {
    double squares = 0;
    for (int i = 0; i < mean.length; i++) {
      squares += (row[i] - mean[i]) * (row[i] - mean[i]);
    }
    float[] direction = new float[mean.length];
    for (int i = 0; i < mean.length && squares > 0; i++) {
      direction[i] = (float) ((row[i] - mean[i]) / Math.sqrt(squares));
    }
    return direction;
  }

  /** Of one row for each picture, equally long; taken over. */
  static FeatureMatrix of(float[][] rows) {
    return new FeatureMatrix(rows);
  }

  static FeatureMatrix of(
      Backbone backbone,
      Optional<FeatureCache> cache,
      Examined examined,
      Consumer<DoctorEvent> listener,
      BooleanSupplier stop)
      throws IOException {
    Featuriser featuriser =
        Featuriser.of(backbone)
            .withListener(
                event -> {
                  if (event instanceof TrainingEvent.Featurising f) {
                    listener.accept(
                        new DoctorEvent(DoctorEvent.Step.FEATURES, f.done(), f.total()));
                  }
                })
            .stopWhen(stop);
    try (INDArray rows =
        cache
            .map(featuriser::withCache)
            .orElse(featuriser)
            .features(examined.looks().stream().map(PictureLook::item).toList())) {
      return new FeatureMatrix(rows.toFloatMatrix());
    }
  }

  /** Some rows, not copied. */
  float[][] rows(List<Integer> places) {
    return places.stream().map(i -> rows[i]).toArray(float[][]::new);
  }

  /**
   * Cosine of the angle between two rows as seen from the mean of all, -1 to 1: from zero all
   * features that are never negative point much the same way. 0 where one of them is the mean.
   */
  double cosine(int first, int second) {
    float[] one = directions[first];
    float[] other = directions[second];
    double even = 0;
    double odd = 0; // two sums that the processor adds up side by side
    int i = 0;
    for (; i + 1 < one.length; i += 2) {
      even += one[i] * other[i];
      odd += one[i + 1] * other[i + 1];
    }
    return even + odd + (i < one.length ? one[i] * other[i] : 0);
  }

  /**
   * All pairs with at least a cosine; none of more than {@value #MOST} pictures, and none if it
   * holds for many, as it does where all pictures are much the same to the backbone.
   */
  void near(double least, Likeness.Pair pair) {
    if (rows.length > MOST) {
      return;
    }
    List<int[]> found = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < i; j++) {
        if (cosine(i, j) >= least) {
          found.add(new int[] {j, i});
        }
      }
      if (found.size() > MOST_NEAR * rows.length) {
        return;
      }
    }
    found.forEach(places -> pair.add(places[0], places[1]));
  }
}
