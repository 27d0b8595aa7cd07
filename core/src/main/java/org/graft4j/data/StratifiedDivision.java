package org.graft4j.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Divides classes by fractions; {@link DatasetSplit#stratified} states the rule. */
final class StratifiedDivision {
  private static final int TRAIN = 0;

  /** So that 0.15 * 20, which is a little more or less than 3 in binary, counts as 3. */
  private static final double ROUNDING = 1e-9;

  private final double[] fractions;

  private StratifiedDivision(double[] fractions) {
    this.fractions = fractions;
  }

  static StratifiedDivision of(double train, double validation, double test) {
    boolean inRange = train > 0 && validation >= 0 && test >= 0;
    if (!inRange || !(Math.abs(train + validation + test - 1) <= ROUNDING)) {
      throw new IllegalArgumentException(
          "train, validation and test must add up to 1, train above 0 and none negative, but were "
              + train
              + ", "
              + validation
              + " and "
              + test);
    }
    return new StratifiedDivision(new double[] {train, validation, test});
  }

  DatasetSplit divide(LabelMap labels, List<ImageItem> items, Seed seed) throws DatasetException {
    List<List<ImageItem>> classes = new ArrayList<>();
    for (int label = 0; label < labels.size(); label++) {
      classes.add(new ArrayList<>());
    }
    items.forEach(item -> classes.get(item.label()).add(item));
    List<List<ImageItem>> parts = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int label = 0; label < labels.size(); label++) {
      String name = labels.name(label);
      int size = classes.get(label).size();
      checkSize(name, size);
      int[] order = seed.permutation(size, "split", Seed.coordinate(name));
      List<ImageItem> members = Arrays.stream(order).mapToObj(classes.get(label)::get).toList();
      int[] counts = counts(size);
      int from = 0;
      for (int part = 0; part < 3; part++) {
        parts.get(part).addAll(members.subList(from, from + counts[part]));
        from += counts[part];
      }
    }
    parts.forEach(part -> part.sort(FolderParts.BY_ID));
    return new DatasetSplit(labels, parts.get(0), parts.get(1), parts.get(2));
  }

  private void checkSize(String name, int size) throws DatasetException {
    if (size == 0 || (size == 1 && fractions[TRAIN] < 1)) {
      throw new DatasetException(
          "class '"
              + name
              + "' has "
              + (size == 0 ? "no picture" : "a single picture")
              + ", and a split needs two at least, one to learn from and one to hold out: add"
              + " pictures, or delete the class");
    }
  }

  /** How many of a class's pictures each part gets; see {@link DatasetSplit#stratified}. */
  int[] counts(int size) {
    int[] counts = new int[3];
    double[] remainders = new double[3];
    int left = size;
    for (int part = 0; part < 3; part++) {
      double quota = fractions[part] * size;
      counts[part] = (int) (quota + ROUNDING);
      remainders[part] = fractions[part] > 0 ? quota - counts[part] : -1;
      left -= counts[part];
    }
    for (; left > 0; left--) {
      int largest = largest(remainders);
      counts[largest]++;
      remainders[largest] -= 1;
    }
    fill(counts, TRAIN);
    boolean validationFirst = fractions[1] >= fractions[2];
    fill(counts, validationFirst ? 1 : 2);
    fill(counts, validationFirst ? 2 : 1);
    return counts;
  }

  private static int largest(double[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[largest] + ROUNDING) {
        largest = i;
      }
    }
    return largest;
  }

  /** Gives a wanted part that got nothing one picture of the largest part that has two or more. */
  private void fill(int[] counts, int part) {
    if (counts[part] > 0 || fractions[part] == 0) {
      return;
    }
    int donor = 0;
    for (int i = 1; i < counts.length; i++) {
      if (counts[i] > counts[donor]) {
        donor = i;
      }
    }
    // Train takes even an only picture: a class that nothing learns from is worse than one that
    // nothing measures.
    if (counts[donor] > 1 || (part == TRAIN && counts[donor] == 1)) {
      counts[donor]--;
      counts[part]++;
    }
  }
}
