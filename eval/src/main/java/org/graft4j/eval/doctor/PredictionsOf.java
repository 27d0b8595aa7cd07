package org.graft4j.eval.doctor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.graft4j.data.Folds;
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
  static void require(@Nullable PredictionTable table, LabelMap labels, List<ImageItem> pictures) {
    if (table == null) {
      return;
    }
    if (!Set.copyOf(table.labels().names()).equals(Set.copyOf(labels.names()))) {
      throw new IllegalArgumentException(
          "predictions must be of the folder's classes "
              + labels
              + ", but were of "
              + table.labels());
    }
    Set<String> ids = new HashSet<>();
    pictures.forEach(item -> ids.add(item.id() + "\n" + labels.name(item.label())));
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
   * What a linear head says of each picture while it is held out of what the head learns from,
   * together with all that look like it: a picture under a wrong label would otherwise be vouched
   * for by its copy. Classes that have fewer different pictures than there are folds are left out,
   * and their pictures with them; empty where fewer than two classes remain.
   */
  static Optional<PredictionTable> probe(
      FeatureMatrix features,
      Examined examined,
      Copies copies,
      Seed seed,
      Consumer<DoctorEvent> listener) {
    List<Integer> places = ofLargeClasses(examined, copies);
    LabelMap labels =
        LabelMap.sorted(
            places.stream().map(i -> examined.labels().name(examined.label(i))).toList());
    if (labels.size() < 2) {
      return Optional.empty();
    }
    int[] classes =
        places.stream()
            .mapToInt(i -> labels.indexOf(examined.labels().name(examined.label(i))).orElseThrow())
            .toArray();
    List<String> ids = places.stream().map(examined::id).toList();
    List<String> groups =
        places.stream().map(i -> "#" + copies.group(Match.LOOK_ALIKE, i)).toList();
    Folds folds = Folds.stratifiedGrouped(classes, ids, groups, FOLDS, seed);
    double[][] said = new double[classes.length][];
    try (INDArray rows = Nd4j.createFromArray(features.rows(places));
        INDArray targets = targets(classes, labels.size())) {
      for (int fold = 0; fold < folds.count(); fold++) {
        fold(rows, targets, folds.training(fold), folds.heldOut(fold), said);
        listener.accept(new DoctorEvent(DoctorEvent.Step.PROBE, fold + 1, folds.count()));
      }
    }
    PredictionTable.Builder table = PredictionTable.of(labels);
    for (int i = 0; i < said.length; i++) {
      table.add(examined.id(places.get(i)), classes[i], said[i]);
    }
    return Optional.of(table.build());
  }

  private static List<Integer> ofLargeClasses(Examined examined, Copies copies) {
    List<Set<Integer>> different = new ArrayList<>();
    examined.labels().names().forEach(name -> different.add(new HashSet<>()));
    for (int i = 0; i < examined.looks().size(); i++) {
      different.get(examined.label(i)).add(copies.group(Match.LOOK_ALIKE, i));
    }
    return IntStream.range(0, examined.looks().size())
        .filter(i -> different.get(examined.label(i)).size() >= FOLDS)
        .boxed()
        .toList();
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

  private static INDArray targets(int[] labels, int classes) {
    INDArray targets = Nd4j.create(DataType.DOUBLE, labels.length, classes);
    for (int i = 0; i < labels.length; i++) {
      targets.putScalar(i, labels[i], 1);
    }
    return targets;
  }
}
