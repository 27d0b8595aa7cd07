package org.graft4j.examples.methods;

import java.util.List;
import org.graft4j.data.ImageItem;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.Evaluator;
import org.graft4j.model.TrainedModel;

/** What models are compared by: a number on held-out pictures in [0, 1], the higher the better. */
public enum Score {
  /** The share of right answers. */
  ACCURACY("accuracy"),
  /** The mean over the classes of the share of their pictures that are told. */
  BALANCED_ACCURACY("balanced accuracy");

  private final String text;

  Score(String text) {
    this.text = text;
  }

  /** The score of a model. */
  public double of(TrainedModel model, List<ImageItem> heldOut) {
    ClassificationReport report = Evaluator.classification().countsOnly().evaluate(model, heldOut);
    return this == ACCURACY ? report.accuracy() : report.macroRecall();
  }

  @Override
  public String toString() {
    return text;
  }
}
