package org.graft4j.data;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The picture files of one epoch, each read, augmented and prepared when it is asked for.
 *
 * @param items in the order of the epoch
 */
record PictureEpoch(
    List<ImageItem> items,
    int epoch,
    PictureReader reader,
    AugmentedPreparation preparation,
    Seed seed)
    implements BatchesAhead.Pictures {

  @Override
  public int size() {
    return items.size();
  }

  @Override
  public String id(int index) {
    return items.get(index).id();
  }

  @Override
  public int label(int index) {
    return items.get(index).label();
  }

  @Override
  public void write(int index, float[] target, int offset) throws IOException {
    ImageItem item = items.get(index);
    reader.with(
        item.file(),
        picture -> {
          preparation.write(picture, random(item), target, offset);
          return true;
        });
  }

  private RandomGenerator random(ImageItem item) {
    return seed.stream("augment", epoch, Seed.coordinate(item.id()));
  }
}
