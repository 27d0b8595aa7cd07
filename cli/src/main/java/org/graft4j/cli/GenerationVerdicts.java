package org.graft4j.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.graft4j.augment.generate.FeatureInterpolation;
import org.graft4j.augment.generate.GanTraining;
import org.graft4j.augment.generate.GeneratedRows;
import org.graft4j.augment.generate.GenerationCollapsedException;
import org.graft4j.augment.generate.PictureFeatures;
import org.graft4j.augment.search.AcceptanceGate;
import org.graft4j.augment.search.GainInterval;
import org.graft4j.augment.search.LabelledRows;
import org.graft4j.augment.search.OutOfFold;
import org.graft4j.augment.search.TrainingRows;
import org.graft4j.data.DatasetException;
import org.graft4j.data.Folds;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Whether generated pictures help a head on the backbone, and beside them what costs nothing: rows
 * between or beyond those that are there, and the real rows alone with every class equally often,
 * as the generated pictures have them.
 */
final class GenerationVerdicts {
  static final String PICTURES = "generated pictures";

  private static final double CONFIDENCE = 0.95;

  private final LabelMap labels;
  private final List<ImageItem> items;
  private final INDArray plain;
  private final int[] classes;
  private final Seed seed;
  private final String head;
  private final AcceptanceGate gate;
  private final OutOfFold baseline;
  private final int folds;

  /**
   * @param head who learns, for the verdicts' text
   * @param plain features of the items
   */
  GenerationVerdicts(
      LabelMap labels,
      List<ImageItem> items,
      INDArray plain,
      Folds folds,
      Seed seed,
      String head,
      BooleanSupplier stop)
      throws IOException {
    this.labels = labels;
    this.items = items;
    this.plain = plain;
    this.seed = seed;
    this.head = head;
    this.classes = classes(items);
    this.folds = folds.count();
    gate =
        AcceptanceGate.of(plain, classes, folds, HeadComparison.probe(), HeadComparison.interval())
            .forCandidates(unequal() ? 4 : 3)
            .stopWhen(stop);
    baseline = gate.outOfFold(gate.plainRows());
  }

  private static int[] classes(List<ImageItem> items) {
    return items.stream().mapToInt(ImageItem::label).toArray();
  }

  /**
   * Divides the items, before anything is trained.
   *
   * @throws DatasetException if the network of a fold would have a single picture of a class
   */
  static Folds divided(LabelMap labels, List<ImageItem> items, int folds, Seed seed)
      throws DatasetException {
    Folds divided =
        Folds.stratified(classes(items), items.stream().map(ImageItem::id).toList(), folds, seed);
    for (int fold = 0; fold < divided.count(); fold++) {
      int[] counts = new int[labels.size()];
      divided.training(fold).forEach(place -> counts[items.get(place).label()]++);
      for (int label = 0; label < counts.length; label++) {
        if (counts[label] < 2) {
          throw new DatasetException(
              "class '"
                  + labels.name(label)
                  + "' has too few pictures to hold some of them out: the network of fold "
                  + (fold + 1)
                  + " would learn from "
                  + counts[label]
                  + " and needs two; add pictures, or generate without a trial by --folds 0");
        }
      }
    }
    return divided;
  }

  /** Why the verdicts mean little: features that were not shown to tell the classes at all. */
  Optional<String> weak() {
    int[] counts = counts();
    int largest = 0;
    for (int label = 1; label < counts.length; label++) {
      largest = counts[label] > counts[largest] ? label : largest;
    }
    OutOfFold always =
        new OutOfFold(Collections.nCopies(classes.length, largest), baseline.labels(), List.of());
    GainInterval.Bounds lead =
        HeadComparison.interval()
            .of(
                baseline.gainedOver(always),
                always.gainedOver(baseline),
                classes.length,
                CONFIDENCE);
    return lead.low() > 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%s tells %.3f of the held-out pictures, and the largest class is %.3f of them: it"
                    + " was not shown to tell anything here, so the verdicts say little; add"
                    + " pictures, or choose another --backbone",
                head,
                baseline.accuracy(),
                (double) counts[largest] / classes.length));
  }

  /** Of what needs no training. */
  List<GenerationVerdict> cheap() throws IOException {
    int count = labels.size();
    List<GenerationVerdict> verdicts = new ArrayList<>();
    verdicts.add(
        decided(
            "interpolated features",
            FeatureInterpolation.between().rows(plain, classes, count, seed)));
    verdicts.add(
        decided(
            "extrapolated features",
            FeatureInterpolation.beyond().rows(plain, classes, count, seed)));
    if (unequal()) {
      verdicts.add(decided("real pictures, every class equally often,", this::balanced));
    }
    return verdicts;
  }

  /** Of pictures of networks that learned from a fold's training pictures alone. */
  GenerationVerdict pictures(GanTraining training, PictureFeatures features, int perClass)
      throws IOException {
    int[] fold = {0};
    TrainingRows rows =
        places ->
            GeneratedRows.of(
                    training.withListener(new GanProgress("fold " + ++fold[0] + " of " + folds)),
                    items,
                    plain,
                    features,
                    perClass,
                    seed)
                .of(places);
    try {
      return decided(PICTURES, rows);
    } catch (GenerationCollapsedException e) {
      return GenerationVerdict.none(
          PICTURES, head, "not measured, a fold's network collapsed: " + e.getMessage());
    }
  }

  private GenerationVerdict decided(String what, TrainingRows rows) throws IOException {
    OutOfFold with = gate.outOfFold(rows);
    return GenerationVerdict.of(what, head, baseline, with, gate.decide(baseline, with));
  }

  private boolean unequal() {
    return Arrays.stream(counts()).distinct().count() > 1;
  }

  private int[] counts() {
    int[] counts = new int[labels.size()];
    Arrays.stream(classes).forEach(label -> counts[label]++);
    return counts;
  }

  /** The fold's rows, those of smaller classes again until there are as many as of the largest. */
  private LabelledRows balanced(List<Integer> places) throws IOException {
    List<List<Integer>> members = new ArrayList<>();
    for (int label = 0; label < labels.size(); label++) {
      int wanted = label;
      members.add(places.stream().filter(place -> classes[place] == wanted).toList());
    }
    int most = members.stream().mapToInt(List::size).max().orElseThrow();
    List<Integer> all = new ArrayList<>(places);
    for (List<Integer> own : members) {
      for (int i = own.size(); i < most; i++) {
        all.add(own.get(i % own.size()));
      }
    }
    return gate.plainRows().of(all);
  }
}
