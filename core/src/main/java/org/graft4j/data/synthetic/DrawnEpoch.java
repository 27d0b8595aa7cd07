package org.graft4j.data.synthetic;

import java.util.Locale;
import org.graft4j.data.BatchesAhead;
import org.graft4j.data.Picture;
import org.graft4j.data.PicturePreparation;

/** The pictures of one epoch, each drawn when it is asked for. */
final class DrawnEpoch implements BatchesAhead.Pictures {
  private final DrawnBatches source;
  private final int epoch;
  private final PicturePreparation preparation;
  private final int[] labels;

  DrawnEpoch(DrawnBatches source, int epoch) {
    this.source = source;
    this.epoch = epoch;
    this.preparation = source.preparation();
    this.labels = source.labels(epoch);
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public String id(int index) {
    String label = source.task().labels().name(labels[index]);
    return String.format(Locale.ROOT, "%s/%s/epoch-%d/%d", source.task(), label, epoch, index);
  }

  @Override
  public int label(int index) {
    return labels[index];
  }

  @Override
  public void write(int index, float[] target, int offset) {
    int side = source.input().width();
    Picture picture =
        source.task().draw(labels[index], side, source.seed().stream("draw", epoch, index));
    preparation.write(picture, target, offset);
  }
}
