package org.graft4j.examples.methods;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Seed;
import org.graft4j.data.synthetic.DrawnFolder;
import org.graft4j.data.synthetic.DrawnTask;

/**
 * Eight classes of things that the backbone never saw; every seed has pictures of its own to learn
 * from and to be measured on, so that runs of different seeds share nothing.
 *
 * @param train of each class, positive
 * @param rare of every second class, positive; as many as {@code train} if all are to be alike
 * @param validation of each class; 0 for none
 */
public record DrawnThings(int train, int rare, int validation) implements TrialData {
  private static final int HELD_OUT = 60;

  /** A little larger than what the network sees. */
  private static final int SIZE = Bench.SIZE * 5 / 4;

  /** As many of each class. */
  public static DrawnThings of(int train) {
    return new DrawnThings(train, train, 0);
  }

  /** Every second class has few. */
  public static DrawnThings imbalanced(int train, int rare) {
    return new DrawnThings(train, rare, 0);
  }

  /** The same with a validation part. */
  public DrawnThings withValidation(int perClass) {
    return new DrawnThings(train, rare, perClass);
  }

  @Override
  public String describe() {
    return "drawn things, 8 classes, "
        + (rare == train ? train + " pictures each" : train + " or " + rare + " pictures each")
        + (validation == 0 ? "" : " and " + validation + " to validate on");
  }

  @Override
  public Parts parts(Seed seed, Bench bench) throws IOException {
    Map<String, Integer> perClass = new HashMap<>();
    perClass.put("train", bench.pictures(train));
    perClass.put("test", bench.pictures(HELD_OUT));
    if (validation > 0) {
      perClass.put("val", bench.pictures(validation));
    }
    Path folder = bench.folder().resolve("pictures");
    Seed pictures = Seed.of(seed.derive("trial-pictures"));
    DrawnFolder.write(DrawnTask.target(), folder, perClass, SIZE, pictures);
    DatasetSplit all = ImageFolder.scan(folder).givenSplit().orElseThrow();
    DatasetSplit split =
        new DatasetSplit(all.labels(), thinned(all.train(), bench), all.validation(), List.of());
    return new Parts(split, all.test(), List.of());
  }

  /** Leaves the first few of every second class. */
  private List<ImageItem> thinned(List<ImageItem> items, Bench bench) {
    int[] seen = new int[items.size()];
    List<ImageItem> kept = new ArrayList<>();
    for (ImageItem item : items) {
      int most = bench.pictures(item.label() % 2 == 0 ? train : rare);
      if (seen[item.label()]++ < most) {
        kept.add(item);
      }
    }
    return kept;
  }
}
