package org.graft4j.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.graft4j.data.DatasetException;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;

/**
 * What is learned from and what it is measured on, where plans, budgets and pictures are chosen by
 * the answer: the test part has no say in it, unless somebody wants that.
 *
 * @param heldOut not empty, apart from {@code train}
 * @param name of what is measured on: {@code validation}, {@code share of train} or {@code test}
 */
record MeasuredPart(LabelMap labels, List<ImageItem> train, List<ImageItem> heldOut, String name) {

  /**
   * The validation part; where there is none, a share of the training part takes its place.
   *
   * @param test whether to take the test part instead
   * @throws DatasetException if that part has no picture, or a class of the training part has a
   *     single one and a share is to be taken
   */
  static MeasuredPart of(ImageFolder folder, LearningOptions learning, boolean test)
      throws IOException {
    Optional<DatasetSplit> given = folder.givenSplit();
    DatasetSplit split = learning.split(folder);
    if (test) {
      return new MeasuredPart(split.labels(), split.train(), present(folder, split.test()), "test");
    }
    if (given.isPresent() && !split.test().isEmpty()) {
      Terminal.note(
          Count.of(split.test().size(), "picture", "pictures")
              + " of test/ left alone for the last number; --test measures on them");
    }
    if (split.validation().isEmpty()) {
      DatasetSplit divided = learning.divided(split.labels(), split.train());
      return new MeasuredPart(
          split.labels(), divided.train(), divided.validation(), "share of train");
    }
    return new MeasuredPart(split.labels(), split.train(), split.validation(), "validation");
  }

  private static List<ImageItem> present(ImageFolder folder, List<ImageItem> items)
      throws DatasetException {
    if (items.isEmpty()) {
      throw new DatasetException(
          "--test must find pictures in test/, but '" + folder.root() + "' has none");
    }
    return items;
  }
}
