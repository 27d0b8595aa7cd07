package org.graft4j.augment.generate;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Draws pictures of the classes that it was trained on, any number of them.
 *
 * <p>A picture follows from (seed, class, number) alone: more of them leave the first ones as they
 * are. Confined to one thread; to be closed.
 */
public final class PictureGenerator implements AutoCloseable {
  /**
   * All pictures go through in batches of this size, so that how many are asked for changes none.
   */
  private static final int BATCH = 32;

  private final LabelMap labels;
  private final GanNetworks form;
  private final MultiLayerNetwork network;

  PictureGenerator(LabelMap labels, GanNetworks form, MultiLayerNetwork network) {
    this.labels = labels;
    this.form = form;
    this.network = network;
  }

  /** The classes that it draws. */
  public LabelMap labels() {
    return labels;
  }

  /** Side of its pictures in pixels. */
  public int size() {
    return form.size();
  }

  /** The network, live: {@code [batch, noise + classes]} to pictures from -1 to 1. */
  public MultiLayerNetwork network() {
    return network;
  }

  /**
   * Pictures of one class.
   *
   * @param label index in {@link #labels}
   * @param count how many, numbers 0 to {@code count - 1}; not negative
   * @throws IllegalArgumentException if there is no such class
   */
  public List<Picture> pictures(int label, int count, Seed seed) {
    if (label < 0 || label >= labels.size() || count < 0) {
      throw new IllegalArgumentException(
          "label must be from 0 to "
              + (labels.size() - 1)
              + " and count not negative, but were "
              + label
              + " and "
              + count);
    }
    List<Picture> pictures = new ArrayList<>(count);
    for (int from = 0; from < count; from += BATCH) {
      float[] rows = new float[BATCH * (form.latent() + form.classes())];
      for (int i = 0; i < BATCH; i++) {
        Latent.draw(
            rows,
            i,
            form.latent(),
            form.classes(),
            label,
            seed.stream("generated", label, from + i));
      }
      float[] values = run(rows);
      for (int i = 0; i < Math.min(BATCH, count - from); i++) {
        pictures.add(picture(values, i));
      }
    }
    return pictures;
  }

  private float[] run(float[] rows) {
    try (INDArray input = Latent.array(rows, BATCH, form.type());
        INDArray output = network.output(input, false)) {
      return Latent.values(output);
    }
  }

  private Picture picture(float[] values, int row) {
    int plane = form.size() * form.size();
    int from = row * form.channels() * plane;
    byte[] rgb = new byte[3 * plane];
    for (int p = 0; p < plane; p++) {
      for (int c = 0; c < 3; c++) {
        float value = values[from + Math.min(c, form.channels() - 1) * plane + p];
        rgb[3 * p + c] = (byte) Math.round((value + 1) * 127.5f);
      }
    }
    return new Picture(form.size(), form.size(), rgb);
  }

  @Override
  public void close() {
    network.close();
  }
}
