package org.graft4j.transfer;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.graft4j.data.BatchSource;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Seed;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Batches with pictures of another set after their own, which have rows of zeros for labels. Which
 * they are depends on the seed and the batch's number in the stage alone.
 *
 * @param source the stage's own
 * @param companions gone through in shuffled rounds; each epoch goes on where the last one ended
 * @param seed of the rounds
 * @param pictures makes batches of {@code perBatch} of some items in the order given, in an epoch's
 *     view
 */
record CompanionBatches(
    BatchSource source, StageAdditions.Companions companions, Seed seed, InOrder pictures)
    implements BatchSource {

  /** Makes batches of pictures, whose labels do not matter. */
  interface InOrder {
    /** The batches of these items in their order. */
    DataSetIterator batches(List<ImageItem> items, int epoch);
  }

  /** The same pictures, all of the first class, which every label map knows. */
  static List<ImageItem> unlabelled(List<ImageItem> items) {
    return items.stream().map(item -> new ImageItem(item.file(), item.id(), 0)).toList();
  }

  @Override
  public DataSetIterator epoch(int epoch) {
    DataSetIterator own = source.epoch(epoch);
    DataSetIterator others = pictures.batches(ofEpoch(epoch), epoch);
    return new TargetBatches.Closing(new Joined(own, others), own, others);
  }

  private List<ImageItem> ofEpoch(int epoch) {
    List<ImageItem> all = unlabelled(companions.items());
    int count = source.batches() * companions.perBatch();
    long from = (long) epoch * count;
    List<ImageItem> items = new ArrayList<>(count);
    int[] order = {};
    long round = -1;
    for (long at = from; at < from + count; at++) {
      if (at / all.size() != round) {
        round = at / all.size();
        order = seed.permutation(all.size(), "companions", round);
      }
      items.add(all.get(order[(int) (at % all.size())]));
    }
    return items;
  }

  @Override
  public int examples() {
    return source.examples();
  }

  @Override
  public int batches() {
    return source.batches();
  }

  /** Lets go of the batch given last when the next one is asked for. */
  private static final class Joined implements Iterator<DataSet> {
    private final DataSetIterator own;
    private final DataSetIterator others;
    private @Nullable INDArray previous;

    Joined(DataSetIterator own, DataSetIterator others) {
      this.own = own;
      this.others = others;
    }

    @Override
    public boolean hasNext() {
      boolean more = own.hasNext();
      if (!more) {
        release();
      }
      return more;
    }

    @Override
    public DataSet next() {
      release();
      DataSet batch = own.next();
      DataSet beside = others.next();
      List<String> ids = new ArrayList<>(batch.getExampleMetaData(String.class));
      ids.addAll(beside.getExampleMetaData(String.class));
      INDArray features = Nd4j.concat(0, batch.getFeatures(), beside.getFeatures());
      previous = features;
      INDArray labels = batch.getLabels();
      INDArray none = Nd4j.zeros(labels.dataType(), beside.numExamples(), labels.size(1));
      DataSet joined = new DataSet(features, Nd4j.concat(0, labels, none));
      joined.setExampleMetaData(ids);
      return joined;
    }

    private void release() {
      if (previous != null && previous.closeable()) {
        previous.close();
      }
      previous = null;
    }
  }
}
