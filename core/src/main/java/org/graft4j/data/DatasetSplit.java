package org.graft4j.data;

import java.util.List;

/**
 * A data set divided for training, selection and the final number. The three parts share one label
 * map and no item.
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
  }

  /** What to evaluate on: the test part, or the validation part where there is no test part. */
  public List<ImageItem> heldOut() {
    return test.isEmpty() ? validation : test;
  }
}
