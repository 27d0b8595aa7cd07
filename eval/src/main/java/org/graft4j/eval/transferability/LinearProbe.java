package org.graft4j.eval.transferability;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.graft4j.data.Folds;
import org.graft4j.data.Seed;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A cross-validated linear probe: how well a linear classifier on the features, trained on some of
 * the samples, tells the classes of the others.
 *
 * <p>The classifier is a ridge regression to the classes' indicators, on features that are
 * standardised by the training part, with a penalty that the training part chooses by its own
 * leave-one-out error in closed form: nothing of the held-out part reaches it, and nothing is drawn
 * but the folds. Its accuracy is near that of a logistic regression, at the price of one
 * decomposition a fold: {@code n d min(n, d)} operations.
 *
 * @param correct samples whose class was told right while they were held out
 * @param folds how many there were
 * @param trainingAccuracy share of its own training part that a fold's classifier gets right, mean
 *     over the folds
 * @param predicted for each sample the class that was told while it was held out
 */
public record LinearProbe(
    int correct, int folds, double trainingAccuracy, List<Integer> predicted) {

  public LinearProbe {
    predicted = List.copyOf(predicted);
  }

  /**
   * Probes features. The folds depend on the labels and the seed alone, so that two backbones on
   * the same samples are held against each other fold by fold.
   *
   * @param folds at least 2; no more are made than the largest class has samples
   * @throws IllegalArgumentException if a class has fewer than two samples: it would have to be
   *     learned from and held out at once
   */
  public static LinearProbe crossValidated(LabelledFeatures features, int folds, Seed seed) {
    int[] labels = IntStream.range(0, features.size()).map(features::label).toArray();
    List<String> ids = IntStream.range(0, features.size()).mapToObj(features::id).toList();
    Folds dealt = Folds.stratified(labels, ids, folds, seed);
    int made = dealt.count();
    int[] predicted = new int[features.size()];
    double training = 0;
    try (INDArray rows = features.rows()) {
      for (int fold = 0; fold < made; fold++) {
        training += probe(rows, features, dealt, fold, predicted) / made;
      }
    }
    int correct = 0;
    List<Integer> all = new ArrayList<>(predicted.length);
    for (int i = 0; i < predicted.length; i++) {
      correct += predicted[i] == features.label(i) ? 1 : 0;
      all.add(predicted[i]);
    }
    return new LinearProbe(correct, made, training, all);
  }

  /** Share of the samples that were told right. */
  public double accuracy() {
    return (double) correct / predicted.size();
  }

  /** Fills in what the classifier says of the fold's samples; gives its training accuracy. */
  private static double probe(
      INDArray rows, LabelledFeatures features, Folds folds, int fold, int[] predicted) {
    List<Integer> train = folds.training(fold);
    List<Integer> held = folds.heldOut(fold);
    try (INDArray trainRows = rows.getRows(ints(train));
        INDArray heldRows = rows.getRows(ints(held));
        RidgeClassifier ridge =
            RidgeClassifier.fit(trainRows, labels(features, train), features.classes())) {
      int[] said = ridge.classes(heldRows);
      for (int i = 0; i < said.length; i++) {
        predicted[held.get(i)] = said[i];
      }
      int[] own = ridge.classes(trainRows);
      int right = 0;
      for (int i = 0; i < own.length; i++) {
        right += own[i] == features.label(train.get(i)) ? 1 : 0;
      }
      return (double) right / own.length;
    }
  }

  private static int[] ints(List<Integer> places) {
    return places.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] labels(LabelledFeatures features, List<Integer> places) {
    return places.stream().mapToInt(features::label).toArray();
  }
}
