package org.graft4j.featurise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.graft4j.data.Augmentation;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.features.FeatureCache;
import org.graft4j.features.Precision;
import org.graft4j.featurise.internal.FeatureReader;
import org.graft4j.featurise.internal.Features;
import org.graft4j.featurise.internal.FrozenPart;
import org.graft4j.featurise.internal.MissingRows;
import org.graft4j.featurise.internal.RunCaches;
import org.graft4j.featurise.internal.Views;
import org.graft4j.model.Backbone;
import org.graft4j.train.TrainingEvent;
import org.graft4j.train.TrainingInterruptedException;
import org.graft4j.train.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The features that a backbone gives for pictures: its feature vertex in inference mode, one row a
 * picture, or one for each of its views.
 *
 * <p>A row depends on the picture's bytes, the backbone and the machine's arithmetic alone, neither
 * on the other pictures nor on whether it came from the cache. Rows are those that training on the
 * frozen backbone would use, and are shared with it through the cache. Immutable; not thread-safe,
 * as the backbone is not.
 */
public final class Featuriser {
  /** Rows that are copied at once. */
  private static final int BLOCK = 1024;

  private final Backbone backbone;
  private final Optional<FeatureCache> cache;
  private final TrainingListener listener;
  private final BooleanSupplier stop;

  private Featuriser(
      Backbone backbone,
      Optional<FeatureCache> cache,
      TrainingListener listener,
      BooleanSupplier stop) {
    this.backbone = backbone;
    this.cache = cache;
    this.listener = listener;
    this.stop = stop;
  }

  /** Without a cache that outlives a call, and without a listener. */
  public static Featuriser of(Backbone backbone) {
    return new Featuriser(backbone, Optional.empty(), event -> {}, () -> false);
  }

  /** The same with a place for rows, which stays open. */
  public Featuriser withCache(FeatureCache given) {
    return new Featuriser(backbone, Optional.of(given), listener, stop);
  }

  /** The same with someone to tell of {@link TrainingEvent.Featurising}. */
  public Featuriser withListener(TrainingListener given) {
    return new Featuriser(backbone, cache, given, stop);
  }

  /** The same, asked after each batch whether to stop. */
  public Featuriser stopWhen(BooleanSupplier given) {
    return new Featuriser(backbone, cache, listener, given);
  }

  /**
   * The features of pictures, each decoded once at most.
   *
   * @param items at least one; the same picture may come twice
   * @return {@code [items, feature width]}, float, finite; the caller's own, to be closed
   * @throws IllegalArgumentException if there are none, or more numbers than an array takes
   * @throws IOException if a picture cannot be read; the message names it
   * @throws IllegalStateException if the backbone gives NaN or infinity for a picture
   * @throws TrainingInterruptedException if it was asked to stop; what was computed stays cached
   */
  public INDArray features(List<ImageItem> items) throws IOException {
    try (INDArray plain = features(items, Views.plain())) {
      return plain.slice(0).dup('c');
    }
  }

  /**
   * The features of several views of each picture: view 0 is the plain one, the others are drawn.
   * They are the views, and the rows, that fine-tuning a head alone trains on with the same
   * augmentation and seed; a view does not depend on how many there are.
   *
   * @param items as for {@link #features(List)}
   * @param augmentation what draws them; without a description its rows do not outlive the call
   * @param views positive
   * @param seed of the run
   * @return {@code [views, items, feature width]}, float, finite; the caller's own, to be closed
   * @throws IllegalArgumentException if there are no items or views, or more numbers than an array
   *     takes
   * @throws IOException if a picture cannot be read; the message names it
   * @throws IllegalStateException if the backbone gives NaN or infinity for a picture
   * @throws TrainingInterruptedException if it was asked to stop; what was computed stays cached
   */
  public INDArray features(List<ImageItem> items, Augmentation augmentation, int views, Seed seed)
      throws IOException {
    if (views <= 0) {
      throw new IllegalArgumentException("views must be positive, but were " + views);
    }
    return features(items, new Views(views, augmentation, seed));
  }

  private INDArray features(List<ImageItem> items, Views views) throws IOException {
    requireSize(items, views.count());
    try (RunCaches caches = new RunCaches(cache);
        FrozenPart part =
            FrozenPart.of(
                backbone.graph(),
                backbone.featureVertex(),
                views,
                Precision.FLOAT32,
                backbone.input(),
                labels(items),
                caches)) {
      List<Features> wanted = new ArrayList<>();
      for (int view = 0; view < views.count(); view++) {
        wanted.add(part.features(items, view));
      }
      MissingRows.compute(part, wanted, listener, stop);
      return read(part, wanted);
    } catch (UncheckedIOException e) {
      // Its own message names the picture.
      throw new IOException(e.getMessage(), e.getCause());
    }
  }

  private void requireSize(List<ImageItem> items, int views) {
    if (items.isEmpty()) {
      throw new IllegalArgumentException("items must not be empty");
    }
    long most = (Integer.MAX_VALUE - 8L) / backbone.featureWidth() / views;
    if (items.size() > most) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "items must be %d at most for %d features each, but were %d: ask for them in parts",
              most,
              (long) backbone.featureWidth() * views,
              items.size()));
    }
  }

  /** Batches of pictures come with labels, whatever they are called. */
  private static LabelMap labels(List<ImageItem> items) {
    int most = items.stream().mapToInt(ImageItem::label).max().orElseThrow();
    return LabelMap.of(IntStream.rangeClosed(0, most).mapToObj(Integer::toString).toList());
  }

  private INDArray read(FrozenPart part, List<Features> wanted) {
    INDArray all =
        Nd4j.createUninitializedDetached(
            DataType.FLOAT, 'c', wanted.size(), wanted.get(0).size(), backbone.featureWidth());
    boolean whole = false;
    try {
      for (int view = 0; view < wanted.size(); view++) {
        read(part, wanted.get(view), all.slice(view));
      }
      whole = true;
    } finally {
      if (!whole) {
        all.close();
      }
    }
    return all;
  }

  private static void read(FrozenPart part, Features wanted, INDArray into) {
    try (FeatureReader reader = new FeatureReader(part, wanted)) {
      for (int from = 0; from < wanted.size(); from += BLOCK) {
        int to = Math.min(wanted.size(), from + BLOCK);
        try (INDArray rows = reader.rows(from, to)) {
          into.get(NDArrayIndex.interval(from, to)).assign(rows);
        }
      }
    }
  }
}
