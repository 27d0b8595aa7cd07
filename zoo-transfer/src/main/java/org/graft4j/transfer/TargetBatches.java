package org.graft4j.transfer;

import java.util.Iterator;
import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.graft4j.data.BatchSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** Batches with columns beside their labels. */
record TargetBatches(BatchSource source, StageAdditions.TargetColumns columns)
    implements BatchSource {

  @Override
  public DataSetIterator epoch(int epoch) {
    DataSetIterator batches = source.epoch(epoch);
    return new Closing(
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return batches.hasNext();
          }

          @Override
          public DataSet next() {
            return widened(batches.next(), epoch);
          }
        },
        batches);
  }

  private DataSet widened(DataSet batch, int epoch) {
    List<String> ids = batch.getExampleMetaData(String.class);
    long[] shape = {ids.size(), columns.width()};
    try (INDArray beside = Nd4j.create(columns.columns(ids, epoch), shape, 'c');
        INDArray typed = beside.castTo(batch.getLabels().dataType())) {
      batch.setLabels(Nd4j.concat(1, batch.getLabels(), typed));
    }
    return batch;
  }

  @Override
  public int examples() {
    return source.examples();
  }

  @Override
  public int batches() {
    return source.batches();
  }

  /** Made of another iterator, which is closed with it. */
  static final class Closing extends ExistingDataSetIterator implements AutoCloseable {
    private final DataSetIterator[] made;

    Closing(Iterator<DataSet> batches, DataSetIterator... of) {
      super(batches);
      this.made = of;
    }

    @Override
    public void close() {
      for (DataSetIterator one : made) {
        BatchSource.close(one);
      }
    }
  }
}
