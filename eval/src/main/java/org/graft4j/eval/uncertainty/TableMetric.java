package org.graft4j.eval.uncertainty;

/** The numbers of a classifier that a draw of its samples gives, in the order of a report. */
enum TableMetric {
  ACCURACY("accuracy"),
  BALANCED_ACCURACY("balanced accuracy"),
  TOP_5("top-5 accuracy"),
  MACRO_PRECISION("macro precision"),
  MACRO_RECALL("macro recall"),
  MACRO_F1("macro F1"),
  WEIGHTED_F1("weighted F1"),
  MCC("MCC"),
  KAPPA("Cohen's kappa"),
  LOG_LOSS("log loss"),
  BRIER("Brier score"),
  ECE("ECE"),
  MCE("MCE"),
  ROC_AREA("ROC area"),
  AVERAGE_PRECISION("mean average precision");

  private final String title;

  TableMetric(String title) {
    this.title = title;
  }

  /** What it is called in tables and files. */
  String title() {
    return title;
  }

  /** Where it stands among the numbers of a draw. */
  @SuppressWarnings("EnumOrdinal") // a place in an array that never leaves this package
  int place() {
    return ordinal();
  }

  /** Whether it is a plain mean over classes, or over their curves. */
  boolean overClasses() {
    return switch (this) {
      case BALANCED_ACCURACY,
          MACRO_PRECISION,
          MACRO_RECALL,
          MACRO_F1,
          ROC_AREA,
          AVERAGE_PRECISION ->
          true;
      default -> false;
    };
  }
}
