package org.graft4j.eval.dl4j;

import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.graft4j.data.LabelMap;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.ClassificationState;
import org.graft4j.eval.MalformedReportException;
import org.jspecify.annotations.Nullable;
import org.nd4j.evaluation.IEvaluation;
import org.nd4j.evaluation.IMetric;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Our classification metrics as an evaluation of DL4J, for {@code doEvaluation} of a network and
 * for Spark. Numbers do not depend on batches, their order or merging. Mutable, confined to one
 * thread.
 *
 * <p>It takes one-hot labels and probabilities of shape {@code [batch, classes]}. Refused, with the
 * sample's name where there is one: masks, time series and images of labels, label-smoothed or
 * mixed rows, scores that are NaN, infinite or no probabilities. The rows of a batch before a
 * refused one are counted.
 *
 * <pre>{@code
 * ClassificationReport report =
 *     graph.doEvaluation(test, new ClassificationEvaluation(labels))[0].report("test");
 * }</pre>
 */
public final class ClassificationEvaluation implements IEvaluation<ClassificationEvaluation> {
  @Serial private static final long serialVersionUID = 1;

  private final transient LabelMap labels;
  private transient ClassificationState state;

  /**
   * No samples yet; single predictions are not kept, so that it does not grow with the samples.
   *
   * @param labels at least one class, in the order of the network's output
   */
  public ClassificationEvaluation(LabelMap labels) {
    this.labels = labels;
    this.state = new ClassificationState(labels, false);
  }

  /**
   * The report on all samples so far.
   *
   * @param split what the samples are, say {@code "test"}
   * @throws IllegalArgumentException if there were no samples
   */
  public ClassificationReport report(String split) {
    return state.compute(split);
  }

  @Override
  public void eval(INDArray actual, INDArray predictions) {
    eval(actual, predictions, null, null);
  }

  @Override
  public void eval(
      INDArray actual, INDArray predictions, @Nullable List<? extends Serializable> metaData) {
    eval(actual, predictions, null, metaData);
  }

  @Override
  public void eval(INDArray actual, INDArray predictions, @Nullable INDArray mask) {
    eval(actual, predictions, mask, null);
  }

  /**
   * Counts a batch.
   *
   * @param actual one-hot, {@code [batch, classes]}
   * @param predictions probabilities of the same shape
   * @param mask must not be there
   * @param metaData what each sample is called in messages; numbers where it is not there
   */
  @Override
  public void eval(
      INDArray actual,
      INDArray predictions,
      @Nullable INDArray mask,
      @Nullable List<? extends Serializable> metaData) {
    if (mask != null) {
      throw new IllegalArgumentException(
          "a batch must have no label mask, but had one of shape "
              + Arrays.toString(mask.shape())
              + ": leave masked samples out of the iterator");
    }
    state.update(actual, predictions, metaData == null ? List.of() : metaData);
  }

  /** Refused: a time step is no sample of its own. */
  @Override
  @SuppressWarnings("deprecation") // DL4J still asks for it
  public void evalTimeSeries(INDArray actual, INDArray predicted) {
    throw timeSeries();
  }

  /** Refused: a time step is no sample of its own. */
  @Override
  @SuppressWarnings("deprecation") // DL4J still asks for it
  public void evalTimeSeries(INDArray actual, INDArray predicted, @Nullable INDArray mask) {
    throw timeSeries();
  }

  private static IllegalArgumentException timeSeries() {
    return new IllegalArgumentException(
        "labels must have shape [batch, classes], but were a time series");
  }

  @Override
  public void merge(ClassificationEvaluation other) {
    state.merge(other.state);
  }

  @Override
  public void reset() {
    state = new ClassificationState(labels, false);
  }

  @Override
  public ClassificationEvaluation newInstance() {
    return new ClassificationEvaluation(labels);
  }

  /**
   * A number.
   *
   * @param metric a {@link ClassificationMetric}: DL4J's own are defined otherwise, see {@link
   *     StockEvaluation}
   * @return NaN where it is undefined, as every number is without samples
   */
  @Override
  public double getValue(IMetric metric) {
    if (!(metric instanceof ClassificationMetric own)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "metric must be one of %s, but was %s of %s",
              Arrays.toString(ClassificationMetric.values()),
              metric,
              metric.getEvaluationClass().getSimpleName()));
    }
    return state.n() == 0 ? Double.NaN : own.of(report("evaluation")).orElse(Double.NaN);
  }

  /** A page for people: the numbers, then the classes. */
  @Override
  public String stats() {
    return state.n() == 0 ? "no samples" : StatsText.of(report("evaluation"));
  }

  /** All that it holds, as {@link #fromJson} reads it. */
  @Override
  public String toJson() {
    return state.toJson();
  }

  /** The JSON, which is YAML too. */
  @Override
  public String toYaml() {
    return toJson();
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IOException if it is anything else
   */
  public static ClassificationEvaluation fromJson(String json) throws IOException {
    ClassificationState state = ClassificationState.fromJson(json);
    ClassificationEvaluation evaluation = new ClassificationEvaluation(state.labels());
    try {
      evaluation.state.merge(state);
    } catch (IllegalArgumentException e) {
      throw new MalformedReportException("no evaluation of counts: " + e.getMessage(), e);
    }
    return evaluation;
  }

  @Override
  public String toString() {
    return stats();
  }

  /** Spark moves evaluations by Java's serialisation: what moves is the checked JSON. */
  @Serial
  private Object writeReplace() {
    return new Form(toJson());
  }

  private record Form(String json) implements Serializable {
    @Serial
    private Object readResolve() {
      try {
        return fromJson(json);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
