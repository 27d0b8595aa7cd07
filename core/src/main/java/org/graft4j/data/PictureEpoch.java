package org.graft4j.data;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The picture files of one epoch, each read, augmented and prepared when it is asked for.
 *
 * @param turns in the order of the epoch
 */
record PictureEpoch(
    List<Turn> turns, int epoch, PictureReader reader, AugmentedPreparation preparation, Seed seed)
    implements BatchesAhead.Pictures {

  /**
   * A picture's place in an epoch.
   *
   * @param repetition how often it came before in the epoch
   */
  record Turn(ImageItem item, int repetition) {}

  @Override
  public int size() {
    return turns.size();
  }

  @Override
  public String id(int index) {
    return turns.get(index).item().id();
  }

  @Override
  public int label(int index) {
    return turns.get(index).item().label();
  }

  @Override
  public void write(int index, float[] target, int offset) throws IOException {
    Turn turn = turns.get(index);
    reader.with(
        turn.item().file(),
        picture -> {
          preparation.write(picture, random(turn), target, offset);
          return true;
        });
  }

  /** The first time is drawn as if it were the only one: so a trunk's rows are, too. */
  private RandomGenerator random(Turn turn) {
    long item = Seed.coordinate(turn.item().id());
    return turn.repetition() == 0
        ? seed.stream("augment", epoch, item)
        : seed.stream("augment", epoch, item, turn.repetition());
  }
}
