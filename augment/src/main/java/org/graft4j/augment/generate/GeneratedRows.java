package org.graft4j.augment.generate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.graft4j.augment.search.AcceptanceGate;
import org.graft4j.augment.search.LabelledRows;
import org.graft4j.augment.search.TrainingRows;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.graft4j.train.TrainingInterruptedException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Training rows with generated pictures among them, for the {@link AcceptanceGate}: the plain rows
 * of a fold's items and the features of pictures from a network that learned from these items
 * alone. What a fold holds out, its network has never seen; hence one training a fold, which is the
 * price of an answer without a leak.
 */
public final class GeneratedRows implements TrainingRows {
  private final GanTraining training;
  private final List<ImageItem> items;
  private final INDArray plain;
  private final PictureFeatures features;
  private final int perClass;
  private final Seed seed;

  private GeneratedRows(
      GanTraining training,
      List<ImageItem> items,
      INDArray plain,
      PictureFeatures features,
      int perClass,
      Seed seed) {
    this.training = training;
    this.items = List.copyOf(items);
    this.plain = plain;
    this.features = features;
    this.perClass = perClass;
    this.seed = seed;
  }

  /**
   * Rows of that training's pictures.
   *
   * @param items those of the gate, in its order
   * @param plain their features, {@code [items, width]}; not changed, must stay open
   * @param features the same features for pictures in memory
   * @param perClass generated pictures of each class, one at least
   * @param seed of the generated pictures
   */
  public static GeneratedRows of(
      GanTraining training,
      List<ImageItem> items,
      INDArray plain,
      PictureFeatures features,
      int perClass,
      Seed seed) {
    if (plain.rank() != 2 || plain.size(0) != items.size() || perClass < 1) {
      throw new IllegalArgumentException(
          "plain must have one row for each of the "
              + items.size()
              + " items and perClass must be positive, but were "
              + plain.shapeInfoToString()
              + " and "
              + perClass);
    }
    return new GeneratedRows(training, items, plain, features, perClass, seed);
  }

  /**
   * Trains a network on the items and draws from it.
   *
   * @throws GenerationCollapsedException if it learned nothing
   * @throws TrainingInterruptedException if the training was asked to stop
   */
  @Override
  public LabelledRows of(List<Integer> learned) throws IOException {
    List<ImageItem> own = learned.stream().map(items::get).toList();
    try (GanResult result = training.run(own)) {
      if (result.ending() == GanResult.Ending.STOPPED) {
        throw new TrainingInterruptedException("while a generative network was trained");
      }
      if (!result.usable()) {
        throw new GenerationCollapsedException(result.message());
      }
      return with(result.generator(), learned);
    }
  }

  private LabelledRows with(PictureGenerator generator, List<Integer> learned) {
    int classes = generator.labels().size();
    List<Picture> pictures = new ArrayList<>();
    int[] drawn = new int[classes * perClass];
    for (int label = 0; label < classes; label++) {
      Arrays.fill(drawn, label * perClass, (label + 1) * perClass, label);
      pictures.addAll(generator.pictures(label, perClass, seed));
    }
    int[] places = learned.stream().mapToInt(i -> i).toArray();
    int[] own = Arrays.stream(places).map(place -> items.get(place).label()).toArray();
    try (INDArray rows = plain.getRows(places)) {
      return joined(rows, own, pictures, drawn, features, classes);
    }
  }

  /** Rows that are there, followed by those of pictures. */
  static LabelledRows joined(
      INDArray rows,
      int[] labels,
      List<Picture> pictures,
      int[] drawn,
      PictureFeatures features,
      int classes) {
    int[] all = Arrays.copyOf(labels, labels.length + drawn.length);
    System.arraycopy(drawn, 0, all, labels.length, drawn.length);
    try (INDArray given = features.rows(pictures);
        INDArray alike = given.castTo(rows.dataType()).dup()) {
      return LabelledRows.of(Nd4j.concat(0, rows, alike), all, classes);
    }
  }
}
