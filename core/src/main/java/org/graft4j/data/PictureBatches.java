package org.graft4j.data;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Picture files as batches of features {@code [batch, depth, height, width]} and one-hot labels
 * {@code [batch, classes]}, both float.
 *
 * <p>Pictures are decoded ahead on several threads, two batches ahead, or two pictures a thread
 * where that is more. What a batch holds depends on the items, the seed and the epoch alone, never
 * on the threads: each picture's augmentation draws from a stream of (seed, epoch, id). Training
 * and evaluation have different doors, and only that of training has an augmentation. Immutable and
 * thread-safe; each iterator is confined to one thread.
 *
 * <p>A picture that cannot be read stops the iterator with an {@link java.io.UncheckedIOException}
 * that names it; {@link PictureAudit} finds such pictures beforehand.
 */
public final class PictureBatches implements BatchSource {
  private final List<ImageItem> items;
  private final LabelMap labels;
  private final PicturePreparation preparation;
  private final int batchSize;
  private final boolean shuffled;
  private final Augmentation augmentation;
  private final Seed seed;
  private final PictureReader reader;
  private final int threads;

  /** How many ways a picture is shown in; 0 where it is drawn anew in each epoch. */
  private final int views;

  /** What the views are drawn from. */
  private final Seed drawSeed;

  private PictureBatches(
      List<ImageItem> items,
      LabelMap labels,
      PicturePreparation preparation,
      int batchSize,
      boolean shuffled,
      Augmentation augmentation,
      Seed seed,
      PictureReader reader,
      int threads,
      int views,
      Seed drawSeed) {
    this.items = items;
    this.labels = labels;
    this.preparation = preparation;
    this.batchSize = batchSize;
    this.shuffled = shuffled;
    this.augmentation = augmentation;
    this.seed = seed;
    this.reader = reader;
    this.threads = threads;
    this.views = views;
    this.drawSeed = drawSeed;
  }

  /**
   * Training data: in another order each epoch, prepared with an augmentation.
   *
   * @param items at least one, with labels that the map knows
   * @param batchSize positive; the last batch of an epoch may be smaller
   */
  public static PictureBatches training(
      List<ImageItem> items,
      LabelMap labels,
      InputSpec spec,
      int batchSize,
      Augmentation augmentation,
      Seed seed) {
    return checked(items, labels, spec, batchSize, true, augmentation, seed);
  }

  /**
   * Evaluation data: in the order given, as it is, the same in every epoch.
   *
   * @param items at least one, with labels that the map knows
   * @param batchSize positive; the last batch may be smaller
   */
  public static PictureBatches evaluation(
      List<ImageItem> items, LabelMap labels, InputSpec spec, int batchSize) {
    return checked(items, labels, spec, batchSize, false, Augmentation.NONE, Seed.of(0));
  }

  private static PictureBatches checked(
      List<ImageItem> items,
      LabelMap labels,
      InputSpec spec,
      int batchSize,
      boolean shuffled,
      Augmentation augmentation,
      Seed seed) {
    if (items.isEmpty()) {
      throw new IllegalArgumentException("items must not be empty");
    }
    if (batchSize <= 0) {
      throw new IllegalArgumentException("batchSize must be positive, but was " + batchSize);
    }
    for (ImageItem item : items) {
      if (item.label() >= labels.size()) {
        throw new IllegalArgumentException(
            "labels must know the label of each item, but '"
                + item.id()
                + "' has label "
                + item.label()
                + " of "
                + labels.size());
      }
    }
    long floats = (long) batchSize * spec.depth() * spec.height() * spec.width();
    if (floats > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "batchSize must be so that a batch fits an array, but was " + batchSize);
    }
    return new PictureBatches(
        List.copyOf(items),
        labels,
        PicturePreparation.of(spec),
        batchSize,
        shuffled,
        augmentation,
        seed,
        PictureReader.standard(),
        Runtime.getRuntime().availableProcessors(),
        0,
        seed);
  }

  /**
   * The same data, decoded on so many threads. Default: as many as there are processors.
   *
   * @param threads positive; changes the speed and nothing else
   */
  public PictureBatches withThreads(int threads) {
    if (threads <= 0) {
      throw new IllegalArgumentException("threads must be positive, but was " + threads);
    }
    return copy(shuffled, reader, threads, views, drawSeed);
  }

  /** The same data, decoded by another reader. Default: {@link PictureReader#standard}. */
  public PictureBatches withReader(PictureReader reader) {
    return copy(shuffled, reader, threads, views, drawSeed);
  }

  /**
   * The same data in so many views of each picture, taken in turn by the epochs: view 0 is the
   * plain picture, the others are drawn once and for all. What is known of a view, say what another
   * network makes of it, is known of all epochs that show it.
   *
   * @param count positive
   * @param draws what the views are drawn from, whatever the order of the pictures is drawn from
   */
  public PictureBatches inViews(int count, Seed draws) {
    if (count <= 0) {
      throw new IllegalArgumentException("count must be positive, but was " + count);
    }
    return copy(shuffled, reader, threads, count, draws);
  }

  private PictureBatches copy(
      boolean inOtherOrder, PictureReader by, int onThreads, int inViews, Seed draws) {
    return new PictureBatches(
        items,
        labels,
        preparation,
        batchSize,
        inOtherOrder,
        augmentation,
        seed,
        by,
        onThreads,
        inViews,
        draws);
  }

  /**
   * The same data in the order given, in every epoch; each epoch keeps its draws. For a trunk that
   * is run once over some of the pictures.
   */
  public PictureBatches inGivenOrder() {
    return copy(false, reader, threads, views, drawSeed);
  }

  @Override
  public DataSetIterator epoch(int epoch) {
    int view = views == 0 ? epoch : epoch % views;
    Augmentation shown = views > 0 && view == 0 ? Augmentation.NONE : augmentation;
    PictureEpoch pictures =
        new PictureEpoch(
            order(epoch), view, reader, AugmentedPreparation.of(preparation, shown), drawSeed);
    return new BatchesAhead(
        pictures, labels, preparation.spec(), batchSize, threads, "graft4j-decode");
  }

  @Override
  public int examples() {
    return items.size();
  }

  @Override
  public int batches() {
    return (int) (((long) items.size() + batchSize - 1) / batchSize);
  }

  private List<ImageItem> order(int epoch) {
    if (!shuffled) {
      return items;
    }
    int[] order = seed.permutation(items.size(), "shuffle", epoch);
    return Arrays.stream(order).mapToObj(items::get).toList();
  }
}
