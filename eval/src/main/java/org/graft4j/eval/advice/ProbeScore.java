package org.graft4j.eval.advice;

import java.util.ArrayList;
import java.util.List;
import org.graft4j.eval.Interval;
import org.graft4j.eval.transferability.LabelledFeatures;
import org.graft4j.eval.transferability.LinearProbe;

/**
 * What a cross-validated linear probe got right.
 *
 * @param classes what it got right of each, two at least
 * @param folds how many there were
 * @param trainingAccuracy share that it got right of what it learned from, mean over the folds
 */
public record ProbeScore(List<ClassScore> classes, int folds, double trainingAccuracy) {

  public ProbeScore {
    classes = List.copyOf(classes);
    if (classes.size() < 2) {
      throw new IllegalArgumentException("classes must be two at least, but were " + classes);
    }
  }

  static ProbeScore of(LinearProbe probe, LabelledFeatures labels) {
    int[] correct = new int[labels.classes()];
    for (int i = 0; i < labels.size(); i++) {
      correct[labels.label(i)] += probe.predicted().get(i) == labels.label(i) ? 1 : 0;
    }
    List<ClassScore> classes = new ArrayList<>();
    for (int c = 0; c < correct.length; c++) {
      classes.add(new ClassScore(labels.count(c), correct[c]));
    }
    return new ProbeScore(classes, probe.folds(), probe.trainingAccuracy());
  }

  /** Pictures whose class was told right while they were held out. */
  public int correct() {
    return classes.stream().mapToInt(ClassScore::correct).sum();
  }

  /** Pictures. */
  public int n() {
    return classes.stream().mapToInt(ClassScore::n).sum();
  }

  /** Share of the held-out pictures that were told right. */
  public double accuracy() {
    return (double) correct() / n();
  }

  /** Share of the largest class: who says that one always is right as often. */
  public double majority() {
    return classes.stream().mapToInt(ClassScore::n).max().orElseThrow() / (double) n();
  }

  /**
   * Mean over the classes of the share that was told right (balanced accuracy): whoever does not
   * look at the pictures gets one divided by the number of classes, however uneven these are.
   */
  public double meanRecall() {
    return classes.stream().mapToDouble(ClassScore::recall).sum() / classes.size();
  }

  /**
   * Wilson's 95 % interval of the accuracy. It takes the pictures as independent; the folds'
   * classifiers share most of their training pictures, which it does not know.
   */
  public Interval interval() {
    return Interval.wilson(correct(), n(), 0.95);
  }

  /**
   * Interval of the mean recall from the classes' Wilson intervals: its ends are away from it by
   * the root of the sum of their squared distances (Zou, Donner 2008, "Construction of confidence
   * limits about effect measures: a general approach", Statistics in Medicine 27). Both ends rise
   * with each picture that is told right.
   */
  Interval meanRecallInterval(double confidence) {
    double below = 0;
    double above = 0;
    for (ClassScore score : classes) {
      Interval own = Interval.wilson(score.correct(), score.n(), confidence);
      below += Math.pow(score.recall() - own.low(), 2);
      above += Math.pow(own.high() - score.recall(), 2);
    }
    double centre = meanRecall();
    return new Interval(
        centre - Math.sqrt(below) / classes.size(),
        centre + Math.sqrt(above) / classes.size(),
        confidence);
  }

  /** What the share of training pictures told wrong is at least. */
  double leastTrainingError(double confidence) {
    long wrong = Math.round((1 - trainingAccuracy) * n());
    return Interval.wilson(Math.max(0, Math.min(n(), wrong)), n(), confidence).low();
  }
}
