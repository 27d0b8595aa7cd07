package org.graft4j.augment.generate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.graft4j.data.Folds;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How far generated pictures are from real ones, and beside it how far real ones are from each
 * other: the first number says little without the second.
 *
 * <p>The real pictures are divided into two halves of the same classes. One half is compared with
 * the other, and then with as many generated pictures of the same classes, so that both numbers
 * have the same bias, which shrinks with more pictures. All of them are brought to the generator's
 * size first: otherwise the distance would be that of small pictures to large ones. Pictures that
 * the network learned by heart are near to their originals, and the network has seen these: this is
 * no measure of novelty.
 *
 * @param generated generated pictures against a half of the real ones
 * @param real the other half against that half
 */
public record GenerationDistance(FrechetDistance generated, FrechetDistance real) {

  /**
   * Both distances, for files.
   *
   * @param items real pictures; labels are those of the generator, four pictures at least
   * @param features of pictures in memory
   * @throws IOException if a picture cannot be read
   */
  public static GenerationDistance of(
      PictureGenerator generator, List<ImageItem> items, PictureFeatures features, Seed seed)
      throws IOException {
    int classes = generator.labels().size();
    return of(generator, RealPictures.read(items, classes, generator.size()), features, seed);
  }

  /**
   * Both distances.
   *
   * @param pictures real ones of any size, four at least
   * @param labels one a picture, those of the generator; none of a class with a single picture
   * @param features of pictures in memory
   */
  public static GenerationDistance of(
      PictureGenerator generator,
      List<Picture> pictures,
      int[] labels,
      PictureFeatures features,
      Seed seed) {
    int classes = generator.labels().size();
    return of(
        generator, RealPictures.of(pictures, labels, classes, generator.size()), features, seed);
  }

  private static GenerationDistance of(
      PictureGenerator generator, RealPictures real, PictureFeatures features, Seed seed) {
    List<Picture> pictures = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int label = 0; label < generator.labels().size(); label++) {
      for (Picture picture : real.of(label)) {
        pictures.add(picture);
        labels.add(label);
      }
    }
    Folds halves = Folds.stratified(labels.stream().mapToInt(i -> i).toArray(), 2, seed);
    int[] wanted = new int[generator.labels().size()];
    halves.heldOut(1).forEach(place -> wanted[labels.get(place)]++);
    List<Picture> drawn = new ArrayList<>();
    for (int label = 0; label < wanted.length; label++) {
      drawn.addAll(generator.pictures(label, wanted[label], seed));
    }
    try (INDArray here = features.rows(at(halves.heldOut(0), pictures));
        INDArray there = features.rows(at(halves.heldOut(1), pictures));
        INDArray made = features.rows(drawn)) {
      return new GenerationDistance(
          FrechetDistance.between(made, here), FrechetDistance.between(there, here));
    }
  }

  private static List<Picture> at(List<Integer> places, List<Picture> pictures) {
    return places.stream().map(pictures::get).toList();
  }
}
