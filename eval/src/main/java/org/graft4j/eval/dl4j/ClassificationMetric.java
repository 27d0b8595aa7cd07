package org.graft4j.eval.dl4j;

import java.util.OptionalDouble;
import org.graft4j.eval.ClassificationReport;
import org.nd4j.evaluation.IEvaluation;
import org.nd4j.evaluation.IMetric;

/** The numbers that a {@link ClassificationEvaluation} can be asked for by DL4J. */
public enum ClassificationMetric implements IMetric {
  /** {@link ClassificationReport#accuracy()}. */
  ACCURACY(false),
  /** Mean recall over the classes that have samples. */
  BALANCED_ACCURACY(false),
  /** {@link ClassificationReport#macroPrecision()}. */
  MACRO_PRECISION(false),
  /** {@link ClassificationReport#macroRecall()}. */
  MACRO_RECALL(false),
  /** {@link ClassificationReport#macroF1()}. */
  MACRO_F1(false),
  /** Matthews's correlation coefficient over all classes. */
  MCC(false),
  /** {@link ClassificationReport#logLoss()}. */
  LOG_LOSS(true),
  /** {@link ClassificationReport#brier()}. */
  BRIER(true),
  /** {@link ClassificationReport#expectedCalibrationError()}. */
  CALIBRATION_ERROR(true);

  private final boolean minimize;

  ClassificationMetric(boolean minimize) {
    this.minimize = minimize;
  }

  @Override
  @SuppressWarnings("rawtypes") // so DL4J declares it
  public Class<? extends IEvaluation> getEvaluationClass() {
    return ClassificationEvaluation.class;
  }

  @Override
  public boolean minimize() {
    return minimize;
  }

  OptionalDouble of(ClassificationReport report) {
    return switch (this) {
      case ACCURACY -> OptionalDouble.of(report.accuracy());
      case BALANCED_ACCURACY -> report.confusion().metrics().balancedAccuracy();
      case MACRO_PRECISION -> OptionalDouble.of(report.macroPrecision());
      case MACRO_RECALL -> OptionalDouble.of(report.macroRecall());
      case MACRO_F1 -> OptionalDouble.of(report.macroF1());
      case MCC -> report.confusion().metrics().matthews();
      case LOG_LOSS -> OptionalDouble.of(report.logLoss());
      case BRIER -> report.brier();
      case CALIBRATION_ERROR -> report.expectedCalibrationError();
    };
  }
}
