package org.graft4j.eval.resample;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graft4j.data.DatasetException;
import org.graft4j.data.Folds;
import org.graft4j.data.ImageItem;
import org.graft4j.data.ItemDigests;
import org.graft4j.data.LabelMap;

/** Applies a design to items: units that stay together first, then the folds. */
final class FoldDivision {
  private static final int NAMED = 3;

  private final FoldDesign design;
  private final LabelMap labels;
  private final List<ImageItem> items;
  private final List<String> notes = new ArrayList<>();

  private FoldDivision(FoldDesign design, LabelMap labels, List<ImageItem> items) {
    this.design = design;
    this.labels = labels;
    this.items = List.copyOf(items);
  }

  static FoldedItems of(
      FoldDesign design, LabelMap labels, List<ImageItem> items, ItemDigests digests)
      throws IOException {
    FoldDivision division = new FoldDivision(design, labels, items);
    division.requireItems();
    String digest = digests.of(items);
    List<String> units = division.units(digests);
    List<Folds> repeats = division.folds(units);
    return new FoldedItems(design, labels, division.items, units, repeats, digest, division.notes);
  }

  private void requireItems() throws DatasetException {
    Set<String> ids = new HashSet<>();
    boolean[] seen = new boolean[labels.size()];
    for (ImageItem item : items) {
      if (item.label() >= labels.size()) {
        throw new IllegalArgumentException(
            "labels must know the label of each item, but '"
                + item.id()
                + "' has label "
                + item.label()
                + " of "
                + labels.size());
      }
      if (!ids.add(item.id())) {
        throw new IllegalArgumentException(
            "each item must come once, but '" + item.id() + "' came twice");
      }
      seen[item.label()] = true;
    }
    for (int i = 0; i < seen.length; i++) {
      if (!seen[i]) {
        throw new DatasetException(
            "class '" + labels.name(i) + "' has no pictures to divide: add some, or leave it out");
      }
    }
    if (labels.size() < 2) {
      throw new DatasetException("there must be two classes at least, but were " + labels);
    }
  }

  /** What is held out together: the user's group, and all groups that share a file's bytes. */
  private List<String> units(ItemDigests digests) throws IOException {
    Map<String, String> groups = design.groups();
    List<String> keys =
        groups == null
            ? items.stream().map(ImageItem::id).toList()
            : items.stream().map(item -> key(groups, item, "group")).toList();
    if (groups == null && design.domains() == null) {
      notes.add(
          "no groups were given: pictures of one object, patient or scene may be on both sides, and"
              + " the numbers too good for new ones");
    }
    if (!design.copiesTogether()) {
      notes.add("copies of a file may be on both sides");
      return keys;
    }
    Map<String, String> joined = new HashMap<>();
    Map<String, ImageItem> first = new LinkedHashMap<>();
    List<String> otherLabel = new ArrayList<>();
    int copies = 0;
    for (int i = 0; i < items.size(); i++) {
      ImageItem item = items.get(i);
      ImageItem before = first.putIfAbsent(digests.of(item), item);
      if (before != null) {
        copies++;
        String group = groups == null ? before.id() : key(groups, before, "group");
        join(joined, group, keys.get(i));
        if (before.label() != item.label()) {
          otherLabel.add(before.id() + " = " + item.id());
        }
      }
    }
    noteCopies(copies, otherLabel);
    return keys.stream().map(key -> root(joined, key)).toList();
  }

  private void noteCopies(int copies, List<String> otherLabel) {
    if (copies > 0) {
      notes.add(
          copies
              + (copies == 1 ? " picture is a copy" : " pictures are copies")
              + " of another: copies are in one group");
    }
    if (!otherLabel.isEmpty()) {
      notes.add(
          "copies with different classes: "
              + String.join(", ", otherLabel.subList(0, Math.min(NAMED, otherLabel.size())))
              + (otherLabel.size() > NAMED ? " and " + (otherLabel.size() - NAMED) + " more" : ""));
    }
  }

  private static void join(Map<String, String> joined, String one, String other) {
    String a = root(joined, one);
    String b = root(joined, other);
    if (!a.equals(b)) {
      joined.put(b, a);
    }
  }

  private static String root(Map<String, String> joined, String key) {
    String at = key;
    for (String up = joined.get(at); up != null; up = joined.get(at)) {
      at = up;
    }
    return at;
  }

  private static String key(Map<String, String> keys, ImageItem item, String what) {
    String key = keys.get(item.id());
    if (key == null) {
      throw new IllegalArgumentException(
          "each item must have a " + what + ", but '" + item.id() + "' has none");
    }
    return key;
  }

  private List<Folds> folds(List<String> units) throws DatasetException {
    int[] label = items.stream().mapToInt(ImageItem::label).toArray();
    List<String> ids = items.stream().map(ImageItem::id).toList();
    Map<String, String> domains = design.domains();
    if (domains != null) {
      List<String> domain = items.stream().map(item -> key(domains, item, "domain")).toList();
      requireSpread(label, domain, 2, "domain");
      return List.of(Folds.leaveOneDomainOut(label, domain));
    }
    requireSpread(
        label, units, design.folds(), design.groups() == null ? "different picture" : "group");
    return Folds.repeated(
        design.repeats(),
        design.seed(),
        seed ->
            design.stratified()
                ? Folds.stratifiedGrouped(label, ids, units, design.folds(), seed)
                : Folds.grouped(units, design.folds(), seed));
  }

  /** Says with names what {@link Folds} would say with numbers. */
  private void requireSpread(int[] label, List<String> keys, int least, String what)
      throws DatasetException {
    int distinct = new HashSet<>(keys).size();
    if (distinct < least) {
      throw new DatasetException(
          "there must be a "
              + what
              + " for each of "
              + least
              + " folds, but there "
              + (distinct == 1 ? "is one alone" : "are " + distinct)
              + ": take fewer folds, or add data");
    }
    List<Set<String>> ofClass = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      ofClass.add(new HashSet<>());
    }
    for (int i = 0; i < label.length; i++) {
      ofClass.get(label[i]).add(keys.get(i));
    }
    List<String> few = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      Set<String> has = ofClass.get(i);
      if (has.size() < 2) {
        throw new DatasetException(
            "class '"
                + labels.name(i)
                + "' must be in two "
                + what
                + "s at least, one to learn from and one to hold out, but is in '"
                + has.iterator().next()
                + "' alone: add pictures, or leave the class out");
      }
      if (has.size() < least || (what.equals("domain") && has.size() < distinct)) {
        few.add(labels.name(i));
      }
    }
    if (!few.isEmpty()) {
      notes.add("not in every fold, since they are in too few " + what + "s: classes " + few);
    }
  }

  /** Class counts of the items at these places. */
  static int[] counts(LabelMap labels, List<ImageItem> items) {
    int[] counts = new int[labels.size()];
    Arrays.fill(counts, 0);
    items.forEach(item -> counts[item.label()]++);
    return counts;
  }
}
