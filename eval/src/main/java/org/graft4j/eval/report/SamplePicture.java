package org.graft4j.eval.report;

import org.graft4j.data.Picture;
import org.graft4j.eval.Prediction;

/**
 * A prediction with the picture that it is about, to be shown small.
 *
 * @param prediction of the featured run
 * @param picture of any size
 */
public record SamplePicture(Prediction prediction, Picture picture) {}
