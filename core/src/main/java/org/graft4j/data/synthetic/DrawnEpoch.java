package org.graft4j.data.synthetic;

import java.util.Locale;
import org.graft4j.data.BatchesAhead;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Picture;

/** The pictures of one epoch, each drawn when it is asked for. */
final class DrawnEpoch implements BatchesAhead.Pictures {
  private final DrawnBatches source;
  private final int epoch;
  private final float[][] table;
  private final int[] labels;

  DrawnEpoch(DrawnBatches source, int epoch) {
    this.source = source;
    this.epoch = epoch;
    this.table = normalisation(source.input());
    this.labels = source.labels(epoch);
  }

  /** The prepared value of each of the 256 values of a byte, for each channel of the tensor. */
  private static float[][] normalisation(InputSpec input) {
    float[][] table = new float[3][256];
    for (int c = 0; c < 3; c++) {
      for (int value = 0; value < 256; value++) {
        table[c][value] = (float) ((value / 255.0 - input.mean().get(c)) / input.std().get(c));
      }
    }
    return table;
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
    boolean bgr = source.input().channels() == InputSpec.ChannelOrder.BGR;
    byte[] rgb = picture.rgb();
    int area = side * side;
    for (int c = 0; c < 3; c++) {
      int from = bgr ? 2 - c : c;
      for (int i = 0; i < area; i++) {
        target[offset + c * area + i] = table[c][rgb[3 * i + from] & 0xff];
      }
    }
  }
}
