package org.graft4j.data;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A data set divided for training, selection and the final number. The three parts share one label
 * map and no item; ids tell items apart.
 *
 * @param labels the classes of all parts
 * @param train what the network learns from
 * @param validation what epochs and settings are chosen by; may be empty
 * @param test what the reported number is measured on; may be empty
 */
public record DatasetSplit(
    LabelMap labels, List<ImageItem> train, List<ImageItem> validation, List<ImageItem> test) {

  public DatasetSplit {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
    Map<String, String> parts = new HashMap<>();
    check(labels, train, "train", parts);
    check(labels, validation, "validation", parts);
    check(labels, test, "test", parts);
  }

  /** A picture in two parts would be measured on after it was learned. */
  private static void check(
      LabelMap labels, List<ImageItem> items, String part, Map<String, String> parts) {
    for (ImageItem item : items) {
      String other = parts.putIfAbsent(item.id(), part);
      if (other != null) {
        throw new IllegalArgumentException(
            "each item must be in one part, and once, but '"
                + item.id()
                + "' is "
                + (other.equals(part) ? "twice in " + part : "in " + other + " and in " + part));
      }
      if (item.label() >= labels.size()) {
        throw new IllegalArgumentException(
            "labels must know the label of each item, but '"
                + item.id()
                + "' in "
                + part
                + " has label "
                + item.label()
                + " of "
                + labels.size());
      }
    }
  }

  /**
   * Divides every class in the same proportion, at random by the seed.
   *
   * <p>Of a class of {@code n} pictures each part gets {@code fraction * n}, rounded down; what is
   * left over goes to the parts with the largest remainders, one each (of equal ones, train before
   * validation before test). Then a part that is wanted and got nothing takes one from the largest
   * part, as long as train keeps one: first validation or test, whichever is the larger fraction. A
   * class's division depends on the seed, its name and its own ids, so that another class more or
   * less changes nothing. Within the parts items stay in the folder's order.
   *
   * @param train more than 0; the three fractions add up to 1
   * @param validation 0 to 1; 0 for none
   * @param test 0 to 1; 0 for none
   * @throws DatasetException if a class has a single picture and something is to be held out
   * @throws IllegalArgumentException if the folder has a split of its own; {@link
   *     ImageFolder#givenSplit} is that one
   */
  public static DatasetSplit stratified(
      ImageFolder folder, double train, double validation, double test, Seed seed)
      throws DatasetException {
    if (folder.givenSplit().isPresent()) {
      throw new IllegalArgumentException(
          "folder must have no split of its own, but '"
              + folder.root()
              + "' has train/ and its neighbours: use givenSplit(), or DatasetSplit.of");
    }
    return StratifiedDivision.of(train, validation, test)
        .divide(folder.labels(), folder.items(), seed);
  }

  /**
   * Divides items in two by the rule of {@link #stratified(ImageFolder, double, double, double,
   * Seed)}, say the training part of a folder that has no validation part of its own.
   *
   * @param labels the classes of the items, each of which has one
   * @param validation above 0 and below 1
   * @throws DatasetException if a class has a single item, or none
   */
  public static DatasetSplit stratified(
      LabelMap labels, List<ImageItem> items, double validation, Seed seed)
      throws DatasetException {
    return StratifiedDivision.of(1 - validation, validation, 0).divide(labels, items, seed);
  }

  /**
   * The folder's own split if it has one, or else a stratified one with a validation part.
   *
   * @param validationFraction 0 (no validation) to below 1; ignored where the folder has a split
   */
  public static DatasetSplit of(ImageFolder folder, double validationFraction, Seed seed)
      throws IOException {
    Optional<DatasetSplit> given = folder.givenSplit();
    return given.isPresent()
        ? given.get()
        : stratified(folder, 1 - validationFraction, validationFraction, 0, seed);
  }

  /**
   * The same split without some items, say the unreadable ones.
   *
   * @param ids ids of items; others are ignored
   */
  public DatasetSplit without(Collection<String> ids) {
    Set<String> left = new HashSet<>(ids);
    return new DatasetSplit(
        labels,
        FolderParts.rest(train, left),
        FolderParts.rest(validation, left),
        FolderParts.rest(test, left));
  }

  /** What to evaluate on: the test part, or the validation part where there is no test part. */
  public List<ImageItem> heldOut() {
    return test.isEmpty() ? validation : test;
  }
}
