package org.graft4j.benchmarks;

import org.deeplearning4j.datasets.iterator.utilty.SingletonDataSetIterator;
import org.graft4j.data.BatchSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * One batch, over and over: reading data is not part of the question.
 *
 * @param features as the network takes them
 * @param labels one-hot
 * @param batches in an epoch
 */
record SameBatch(INDArray features, INDArray labels, int batches) implements BatchSource {
  @Override
  public DataSetIterator epoch(int epoch) {
    return new SingletonDataSetIterator(new DataSet(features, labels)) {
      private int given;

      @Override
      public boolean hasNext() {
        return given < batches;
      }

      @Override
      public DataSet next() {
        given++;
        return new DataSet(features, labels);
      }
    };
  }

  @Override
  public int examples() {
    return Math.toIntExact(batches * features.size(0));
  }
}
