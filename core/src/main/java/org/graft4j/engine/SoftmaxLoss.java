package org.graft4j.engine;

import java.util.Arrays;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Softmax and cross-entropy: from logits to the mean loss and their gradient {@code p - y}, the sum
 * over the batch, as DL4J's loss MCXENT behind a softmax has it. Labels may be soft. Takes no
 * memory from step to step, where DL4J's layer leaves its arrays to the collector.
 */
final class SoftmaxLoss implements LossStep {

  /** DL4J takes no logarithm of less. */
  private static final double SMALLEST = 1e-10;

  private final Recording record;
  private final INDArray logits;
  private final INDArray slope;
  private final int rows;
  private final int classes;
  private final float[] z;
  private final float[] y;
  private INDArray labels;
  private double loss;

  SoftmaxLoss(Recording record, Tensor logits) {
    long[] shape = logits.dims();
    this.record = record;
    this.rows = Math.toIntExact(shape[0]);
    this.classes = Math.toIntExact(shape[1]);
    this.logits = record.array(logits);
    this.slope = record.keep(Nd4j.createUninitialized(DataType.FLOAT, shape, 'c'));
    this.labels = slope;
    this.z = new float[rows * classes];
    this.y = new float[rows * classes];
  }

  @Override
  public Tensor record(INDArray first) {
    labels(first);
    record.add(this);
    return Tensor.over(slope);
  }

  @Override
  public void labels(INDArray batch) {
    if (!Arrays.equals(batch.shape(), logits.shape())) {
      throw new IllegalArgumentException(
          "labels must have the output's shape "
              + Arrays.toString(logits.shape())
              + ", but had "
              + Arrays.toString(batch.shape()));
    }
    labels = batch;
  }

  @Override
  public double loss() {
    return loss;
  }

  @Override
  public void run(stream queue) {
    queue._wait();
    numbers(logits).get(z);
    INDArray plain = Rows.of(labels);
    numbers(plain).get(y);
    Rows.release(plain, labels);
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += example(row * classes);
    }
    numbers(slope).put(z);
    loss = sum / rows;
  }

  private static FloatPointer numbers(INDArray array) {
    return new FloatPointer(array.data().addressPointer());
  }

  /** The loss of one example; its logits become their gradient. */
  private double example(int from) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + classes; i++) {
      largest = Math.max(largest, z[i]);
    }
    double total = 0;
    for (int i = from; i < from + classes; i++) {
      total += Math.exp(z[i] - largest);
    }
    double sum = Double.isNaN(total) ? Double.NaN : 0;
    for (int i = from; i < from + classes; i++) {
      double p = Math.exp(z[i] - largest) / total;
      if (y[i] != 0) {
        sum -= y[i] * Math.log(Math.max(p, SMALLEST));
      }
      z[i] = (float) (p - y[i]);
    }
    return sum;
  }
}
