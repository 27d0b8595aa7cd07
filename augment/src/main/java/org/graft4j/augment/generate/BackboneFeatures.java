package org.graft4j.augment.generate;

import java.util.List;
import org.graft4j.data.Picture;
import org.graft4j.data.PicturePreparation;
import org.graft4j.engine.Trunk;
import org.graft4j.model.Backbone;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The features of a backbone, for pictures that are in memory: each prepared as the backbone wants
 * it, without augmentation, and run up to the feature vertex. Holds a copy of the weights; to be
 * closed.
 */
public final class BackboneFeatures implements PictureFeatures, AutoCloseable {
  /** All batches are as large, the last one filled up with black: one program of the engine. */
  private static final int BATCH = 32;

  private final Trunk trunk;
  private final PicturePreparation preparation;
  private final int width;

  private BackboneFeatures(Trunk trunk, PicturePreparation preparation, int width) {
    this.trunk = trunk;
    this.preparation = preparation;
    this.width = width;
  }

  /** The features of a backbone as it is now. */
  public static BackboneFeatures of(Backbone backbone) {
    return new BackboneFeatures(
        Trunk.upTo(backbone.graph(), backbone.featureVertex()),
        PicturePreparation.of(backbone.input()),
        backbone.featureWidth());
  }

  @Override
  public INDArray rows(List<Picture> pictures) {
    if (pictures.isEmpty()) {
      throw new IllegalArgumentException("pictures must not be empty");
    }
    INDArray all = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', pictures.size(), width);
    for (int from = 0; from < pictures.size(); from += BATCH) {
      int count = Math.min(BATCH, pictures.size() - from);
      try (INDArray batch = batch(pictures.subList(from, from + count));
          INDArray output = trunk.output(batch)) {
        all.get(NDArrayIndex.interval(from, from + count))
            .assign(output.get(NDArrayIndex.interval(0, count)));
      }
    }
    return all;
  }

  private INDArray batch(List<Picture> pictures) {
    float[] values = new float[BATCH * preparation.length()];
    for (int i = 0; i < pictures.size(); i++) {
      preparation.write(pictures.get(i), values, i * preparation.length());
    }
    var spec = preparation.spec();
    return Latent.array(values, DataType.FLOAT, BATCH, spec.depth(), spec.height(), spec.width());
  }

  @Override
  public void close() {
    trunk.close();
  }
}
