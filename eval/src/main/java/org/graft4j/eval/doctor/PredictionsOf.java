package org.graft4j.eval.doctor;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.graft4j.data.Folds;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.transferability.SoftmaxProbe;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Out-of-fold predictions: given ones that must fit, or those of a probe. */
final class PredictionsOf {
  private static final int FOLDS = 5;

  private PredictionsOf() {}

  /**
   * Checks that predictions are of a folder's classes and pictures; some may be missing.
   *
   * @throws IllegalArgumentException if they are not
   */
  static void require(@Nullable PredictionTable table, ImageFolder folder) {
    if (table == null) {
      return;
    }
    if (!Set.copyOf(table.labels().names()).equals(Set.copyOf(folder.labels().names()))) {
      throw new IllegalArgumentException(
          "predictions must be of the folder's classes "
              + folder.labels()
              + ", but were of "
              + table.labels());
    }
    Set<String> ids = new HashSet<>();
    folder.items().forEach(item -> ids.add(item.id() + "\n" + folder.labels().name(item.label())));
    for (int i = 0; i < table.size(); i++) {
      String id = table.ids().get(i);
      String label = table.labels().name(table.label(i));
      if (!ids.contains(id + "\n" + label)) {
        throw new IllegalArgumentException(
            "predictions must be of the folder's pictures, but it has no '"
                + id
                + "' of class '"
                + label
                + "': was it changed since?");
      }
    }
  }

  /**
   * What a linear head says of each picture while it is held out of what the head learns from;
   * empty where a class has a single picture.
   */
  static Optional<PredictionTable> probe(
      FeatureMatrix features, Examined examined, Seed seed, Consumer<DoctorEvent> listener) {
    List<ImageItem> items = examined.looks().stream().map(PictureLook::item).toList();
    int[] labels = items.stream().mapToInt(ImageItem::label).toArray();
    Folds folds;
    try {
      folds = Folds.stratified(labels, items.stream().map(ImageItem::id).toList(), FOLDS, seed);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // the tiny class is a finding of its own
    }
    double[][] said = new double[items.size()][];
    try (INDArray rows = Nd4j.createFromArray(features.rows());
        INDArray targets = targets(labels, examined.labels())) {
      for (int fold = 0; fold < folds.count(); fold++) {
        listener.accept(new DoctorEvent(DoctorEvent.Step.PROBE, fold, folds.count()));
        fold(rows, targets, folds.training(fold), folds.heldOut(fold), said);
      }
    }
    listener.accept(new DoctorEvent(DoctorEvent.Step.PROBE, folds.count(), folds.count()));
    PredictionTable.Builder table = PredictionTable.of(examined.labels());
    for (int i = 0; i < said.length; i++) {
      table.add(items.get(i).id(), labels[i], said[i]);
    }
    return Optional.of(table.build());
  }

  private static void fold(
      INDArray rows, INDArray targets, List<Integer> train, List<Integer> held, double[][] said) {
    try (INDArray learned = rows.getRows(places(train));
        INDArray shares = targets.getRows(places(train));
        INDArray asked = rows.getRows(places(held));
        INDArray answers =
            SoftmaxProbe.settledOn(learned, shares).probabilities(learned, shares, asked)) {
      for (int i = 0; i < held.size(); i++) {
        said[held.get(i)] = answers.getRow(i).toDoubleVector();
      }
    }
  }

  private static int[] places(List<Integer> places) {
    return places.stream().mapToInt(Integer::intValue).toArray();
  }

  private static INDArray targets(int[] labels, LabelMap map) {
    INDArray targets = Nd4j.create(DataType.DOUBLE, labels.length, map.size());
    for (int i = 0; i < labels.length; i++) {
      targets.putScalar(i, labels[i], 1);
    }
    return targets;
  }
}
