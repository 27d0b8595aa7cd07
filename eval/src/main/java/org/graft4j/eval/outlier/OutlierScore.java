package org.graft4j.eval.outlier;

/** How far a picture is from what a classifier knows; higher is further. */
public enum OutlierScore {
  /**
   * One less the probability of the predicted class, at temperature 1: the baseline that others are
   * measured by (Hendrycks and Gimpel 2017, arXiv 1610.02136).
   */
  MAX_PROBABILITY("max-probability"),

  /**
   * {@code -ln Σ exp(logit)}: softmax forgets how large the logits were, this does not (Liu et al.
   * 2020, "Energy-based out-of-distribution detection", arXiv 2010.03759).
   */
  ENERGY("energy"),

  /**
   * The squared distance of the features to the nearest class's mean, in units of the spread within
   * the classes; see {@link MahalanobisDistance}.
   */
  MAHALANOBIS("mahalanobis");

  private final String id;

  OutlierScore(String id) {
    this.id = id;
  }

  /** Its name in JSON and tables. */
  public String id() {
    return id;
  }
}
