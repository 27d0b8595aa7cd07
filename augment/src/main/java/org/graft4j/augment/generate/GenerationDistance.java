package org.graft4j.augment.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.graft4j.data.Folds;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How far generated pictures are from real ones, and beside it how far real ones are from each
 * other: the first number says little without the second.
 *
 * <p>The real pictures are divided into two halves of the same classes. One half is compared with
 * the other, and then with as many generated pictures of the same classes, so that both numbers
 * have the same bias. Pictures that the network learned by heart are near to their originals: this
 * is no measure of novelty.
 *
 * @param generated generated pictures against a half of the real ones
 * @param real the other half against that half
 */
public record GenerationDistance(FrechetDistance generated, FrechetDistance real) {

  /**
   * Both distances.
   *
   * @param rows features of real pictures, {@code [n, width]}; not changed
   * @param labels one a row, those of the generator; two of each class that is there at least
   * @param features the same features for pictures in memory
   */
  public static GenerationDistance of(
      PictureGenerator generator,
      INDArray rows,
      int[] labels,
      PictureFeatures features,
      Seed seed) {
    Folds halves = Folds.stratified(labels, 2, seed);
    int[] first = places(halves.heldOut(0));
    int[] second = places(halves.heldOut(1));
    int[] wanted = new int[generator.labels().size()];
    Arrays.stream(second).forEach(place -> wanted[labels[place]]++);
    List<Picture> pictures = new ArrayList<>();
    for (int label = 0; label < wanted.length; label++) {
      pictures.addAll(generator.pictures(label, wanted[label], seed));
    }
    try (INDArray here = rows.getRows(first);
        INDArray there = rows.getRows(second);
        INDArray drawn = features.rows(pictures)) {
      return new GenerationDistance(
          FrechetDistance.between(drawn, here), FrechetDistance.between(there, here));
    }
  }

  private static int[] places(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }
}
