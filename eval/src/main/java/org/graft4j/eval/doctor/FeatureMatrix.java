package org.graft4j.eval.doctor;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.graft4j.features.FeatureCache;
import org.graft4j.featurise.Featuriser;
import org.graft4j.model.Backbone;
import org.graft4j.train.TrainingEvent;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A backbone's features of pictures on the heap, a row each, 4 bytes a number. Immutable. */
final class FeatureMatrix {
  private final float[][] rows;
  private final double[] lengths;

  private FeatureMatrix(float[][] rows) {
    this.rows = rows;
    this.lengths = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      lengths[i] = Math.sqrt(product(rows[i], rows[i]));
    }
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

  static FeatureMatrix of(float[][] rows) {
    return new FeatureMatrix(rows);
  }

  int size() {
    return rows.length;
  }

  /** Not a copy. */
  float[][] rows() {
    return rows;
  }

  /** Cosine of the angle between two rows, -1 to 1; 0 where one of them is all zeros. */
  double cosine(int first, int second) {
    double length = lengths[first] * lengths[second];
    return length == 0 ? 0 : product(rows[first], rows[second]) / length;
  }

  private static double product(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (double) one[i] * other[i];
    }
    return sum;
  }
}
