package org.graft4j.eval.resample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graft4j.data.DatasetException;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.Folds;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.eval.uncertainty.IntervalSettings;
import org.graft4j.runtime.Sha256;

/** Items divided into folds by a {@link FoldDesign}, once or several times. Immutable. */
public final class FoldedItems {
  /** Below that a draw of groups or domains says too little of others. */
  static final int FEWEST_DRAWN = 10;

  private final FoldDesign design;
  private final LabelMap labels;
  private final List<ImageItem> items;
  private final List<String> units;
  private final List<Folds> repeats;
  private final String content;
  private final List<String> notes;

  FoldedItems(
      FoldDesign design,
      LabelMap labels,
      List<ImageItem> items,
      List<String> units,
      List<Folds> repeats,
      String content,
      List<String> notes)
      throws DatasetException {
    this.design = design;
    this.labels = labels;
    this.items = items;
    this.units = List.copyOf(units);
    this.repeats = repeats;
    this.content = content;
    this.notes = List.copyOf(notes);
    for (FoldPlace place : places()) {
      split(place);
    }
  }

  /** The classes of all folds. */
  public LabelMap labels() {
    return labels;
  }

  /** All items, in the order given. */
  public List<ImageItem> items() {
    return items;
  }

  /**
   * The name of what each item is held out together with: its group, or the item's own id; of
   * groups that share a copy the first one's.
   */
  public List<String> units() {
    return units;
  }

  /** What a reader of the numbers should know of the division. */
  public List<String> notes() {
    return notes;
  }

  /** How often the items were divided. */
  public int repeats() {
    return repeats.size();
  }

  /** All folds of all repeats, in order. */
  public List<FoldPlace> places() {
    List<FoldPlace> places = new ArrayList<>();
    for (int repeat = 0; repeat < repeats.size(); repeat++) {
      Folds folds = repeats.get(repeat);
      for (int fold = 0; fold < folds.count(); fold++) {
        places.add(new FoldPlace(repeat, fold, folds.name(fold)));
      }
    }
    return List.copyOf(places);
  }

  /** Items that a fold holds out, in the order of all. */
  public List<ImageItem> heldOut(FoldPlace place) {
    return repeats.get(place.repeat()).heldOut(place.fold()).stream().map(items::get).toList();
  }

  /**
   * What a fold learns from: no item of a unit that is held out, also where units lie across
   * domains. The test part is empty.
   *
   * @throws DatasetException if nothing is left of a class to learn from, or the validation part
   *     that was asked for can have nothing
   */
  public DatasetSplit split(FoldPlace place) throws DatasetException {
    Folds folds = repeats.get(place.repeat());
    Set<String> held = new HashSet<>();
    folds.heldOut(place.fold()).forEach(i -> held.add(units.get(i)));
    List<Integer> learned =
        folds.training(place.fold()).stream().filter(i -> !held.contains(units.get(i))).toList();
    Set<Integer> validation = validation(place, learned);
    List<ImageItem> train =
        learned.stream().filter(i -> !validation.contains(i)).map(items::get).toList();
    int[] counts = FoldDivision.counts(labels, train);
    for (int label = 0; label < counts.length; label++) {
      if (counts[label] == 0) {
        throw new DatasetException(
            "class '"
                + labels.name(label)
                + "' has nothing left to learn from when '"
                + place.name()
                + "' is held out: take more folds, another seed, or add pictures");
      }
    }
    return new DatasetSplit(
        labels,
        train,
        learned.stream().filter(validation::contains).map(items::get).toList(),
        List.of());
  }

  /**
   * Whole units in a random order, each taken if it fits: no class gives more than its share, one
   * item at least, and none gives all it has.
   */
  private Set<Integer> validation(FoldPlace place, List<Integer> learned) throws DatasetException {
    Set<Integer> taken = new HashSet<>();
    if (design.validation() == 0) {
      return taken;
    }
    Map<String, List<Integer>> members = new LinkedHashMap<>();
    learned.forEach(i -> members.computeIfAbsent(units.get(i), u -> new ArrayList<>()).add(i));
    int[] all = FoldDivision.counts(labels, learned.stream().map(items::get).toList());
    int[] used = new int[labels.size()];
    List<List<Integer>> candidates = List.copyOf(members.values());
    Seed seed = design.seed();
    for (int i :
        seed.permutation(candidates.size(), "fold validation", place.repeat(), place.fold())) {
      List<Integer> unit = candidates.get(i);
      int[] more = FoldDivision.counts(labels, unit.stream().map(items::get).toList());
      if (fits(all, used, more)) {
        taken.addAll(unit);
        for (int label = 0; label < more.length; label++) {
          used[label] += more[label];
        }
      }
    }
    if (taken.isEmpty()) {
      throw new DatasetException(
          "a validation part of "
              + design.validation()
              + " must hold a whole group, but with '"
              + place.name()
              + "' held out each one is larger: divide off more, or nothing");
    }
    return taken;
  }

  private boolean fits(int[] all, int[] used, int[] more) {
    for (int label = 0; label < all.length; label++) {
      int most =
          (int)
              Math.min(all[label] - 1L, Math.max(1, Math.round(design.validation() * all[label])));
      if (more[label] > 0 && used[label] + more[label] > most) {
        return false;
      }
    }
    return true;
  }

  /** What the items are, and how they were divided: the same exactly where every fold is. */
  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("items", items.size() + " pictures, " + content);
    facts.put("classes", labels.toString());
    facts.put("folds", design.toString());
    facts.put("division", divisionDigest());
    return facts;
  }

  /** How intervals of the pooled predictions are made: what is not independent is drawn as one. */
  IntervalSettings intervals(double confidence) {
    IntervalSettings single =
        IntervalSettings.STANDARD
            .withConfidence(confidence)
            .withSeed(Seed.of(design.seed().derive("intervals")));
    Map<String, String> domains = design.domains();
    if (domains != null) {
      List<String> each = items.stream().map(item -> domains.getOrDefault(item.id(), "")).toList();
      return single.grouped("domain", each);
    }
    boolean alone = new HashSet<>(units).size() == units.size();
    return alone
        ? single
        : single.grouped(design.groups() == null ? "copy" : "what is held out together", units);
  }

  private String divisionDigest() {
    MessageDigest digest = Sha256.digest();
    for (FoldPlace place : places()) {
      try {
        DatasetSplit split = split(place);
        add(digest, "train", split.train());
        add(digest, "validation", split.validation());
        add(digest, "held out", heldOut(place));
      } catch (IOException e) {
        throw new IllegalStateException("the constructor divided it already", e);
      }
    }
    return Sha256.hex(digest);
  }

  private static void add(MessageDigest digest, String part, List<ImageItem> items) {
    digest.update((part + items.size() + "\n").getBytes(StandardCharsets.UTF_8));
    items.forEach(item -> digest.update((item.id() + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  public FoldDesign design() {
    return design;
  }
}
