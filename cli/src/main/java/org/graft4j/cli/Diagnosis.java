package org.graft4j.cli;

import java.util.List;
import java.util.Optional;
import org.graft4j.eval.diagnose.CurveStep;
import org.graft4j.eval.diagnose.LearningCurve;
import org.graft4j.eval.diagnose.TransferGain;

/**
 * What {@code diagnose} found, or had found when it was interrupted.
 *
 * @param part name of what was measured on
 * @param steps trainings of the curve
 * @param finished whether nothing of what was asked for is left out
 */
record Diagnosis(
    int training,
    int heldOut,
    String part,
    int classes,
    List<CurveStep> steps,
    Optional<LearningCurve> curve,
    Optional<TransferGain> gain,
    boolean finished) {}
