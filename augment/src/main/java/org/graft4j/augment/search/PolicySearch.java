package org.graft4j.augment.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Folds;
import org.graft4j.data.ImageItem;
import org.graft4j.data.ItemSample;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.features.FeatureCache;
import org.graft4j.model.Backbone;

/**
 * Says which augmentation, how strong and with how many views, helps a head on a frozen backbone to
 * tell pictures that it was not trained on, or that none does.
 *
 * <p>The backbone runs once over each view of each picture, and its features are kept for the
 * training that follows. Heads are then cross-validated: they learn from all views of a fold's
 * training pictures and are asked for the plain held-out ones, of which no view is ever learned
 * from. The {@link AcceptanceGate} decides. The same pictures, candidates and settings give the
 * same result, for any number of threads that decode pictures.
 *
 * <p>What it finds holds for a linear head on these features. A whole network that is trained for
 * long may gain from more. Pictures that are nearly the same, as of a burst of photographs, flatter
 * baseline and candidates alike, and count as evidence more than once: intervals come out too
 * narrow, so keep one of each burst. A search again with another seed is no free second chance
 * either: whoever searches until one candidate is accepted has tried more candidates than the
 * intervals know of. Hand in pictures to train on, and measure the final number on others.
 * Immutable; the backbone is not changed.
 */
public final class PolicySearch {
  private final SearchSettings settings;

  private PolicySearch(SearchSettings settings) {
    this.settings = settings;
  }

  /**
   * A search with 1000 pictures, 5 folds, 2 cross-validations, a confidence of 0.95 and seed 42.
   *
   * @param probe the head, say a softmax regression
   * @param interval of the gain, say Tango's
   */
  public static Builder builder(Probe probe, GainInterval interval) {
    return new Builder(probe, interval);
  }

  /**
   * Tries the candidates.
   *
   * @param labels the classes, two at least
   * @param items to train on; each class has two at least, readable
   * @param candidates at least one, each name and number of views once
   * @throws org.graft4j.data.DatasetException if the classes or a class's pictures are too few
   * @throws IOException if a picture cannot be read; the message names it
   * @throws org.graft4j.train.TrainingInterruptedException if it was asked to stop; features stay
   *     cached
   */
  public SearchResult search(
      Backbone backbone, LabelMap labels, List<ImageItem> items, List<Candidate> candidates)
      throws IOException {
    requireDistinct(candidates);
    if (settings.cache().isPresent()) {
      return search(settings.cache().get(), backbone, labels, items, candidates);
    }
    // Plain features are asked for with each augmentation.
    try (FeatureCache own = FeatureCache.temporary()) {
      return search(own, backbone, labels, items, candidates);
    }
  }

  private SearchResult search(
      FeatureCache cache,
      Backbone backbone,
      LabelMap labels,
      List<ImageItem> items,
      List<Candidate> candidates)
      throws IOException {
    List<ImageItem> some = ItemSample.of(items, labels, settings.pictures(), settings.seed());
    List<ImageItem> distinct = ItemSample.withoutCopies(some, labels, cache.digests());
    int[] classes = distinct.stream().mapToInt(ImageItem::label).toArray();
    List<String> ids = distinct.stream().map(ImageItem::id).toList();
    List<Folds> divisions = new ArrayList<>();
    for (int r = 0; r < settings.repetitions(); r++) {
      Seed seed = r == 0 ? settings.seed() : Seed.of(settings.seed().derive("repetition", r));
      divisions.add(Folds.stratified(classes, ids, settings.folds(), seed));
    }
    SearchRun run =
        new SearchRun(settings, cache, backbone, distinct, divisions, candidates.size());
    return run.of(byAugmentation(candidates), candidates, some.size() - distinct.size());
  }

  /** Candidates that share views, so that the backbone runs once for all of them. */
  private static Map<Augmentation, List<Candidate>> byAugmentation(List<Candidate> candidates) {
    Map<Augmentation, List<Candidate>> groups = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      groups.computeIfAbsent(candidate.augmentation(), key -> new ArrayList<>()).add(candidate);
    }
    return groups;
  }

  private static void requireDistinct(List<Candidate> candidates) {
    long different = candidates.stream().map(Candidate::describe).distinct().count();
    if (candidates.isEmpty() || different < candidates.size()) {
      throw new IllegalArgumentException(
          "candidates must be one at least, each name and number of views once, but were "
              + candidates.stream().map(Candidate::describe).toList());
    }
  }

  /** Settings of a search. Not thread-safe. */
  public static final class Builder {
    private final Probe probe;
    private final GainInterval interval;
    private int pictures = 1000;
    private int folds = 5;
    private int repetitions = 2;
    private double confidence = 0.95;
    private Seed seed = Seed.of(42);
    private Optional<FeatureCache> cache = Optional.empty();
    private Consumer<SearchEvent> listener = event -> {};
    private BooleanSupplier stop = () -> false;

    private Builder(Probe probe, GainInterval interval) {
      this.probe = probe;
      this.interval = interval;
    }

    /** Most pictures to try on, two at least: chosen from each class in proportion. */
    public Builder pictures(int most) {
      if (most < 2) {
        throw new IllegalArgumentException("pictures must be two at least, but were " + most);
      }
      pictures = most;
      return this;
    }

    /** Folds, two at least; fewer are made if no class has as many pictures. */
    public Builder folds(int number) {
      if (number < 2) {
        throw new IllegalArgumentException("folds must be two at least, but were " + number);
      }
      folds = number;
      return this;
    }

    /**
     * Cross-validations with other folds each, one at least. The backbone runs no more often; more
     * of them tell better what is chance of single folds, and take so many times as long for heads.
     */
    public Builder repetitions(int number) {
      if (number < 1) {
        throw new IllegalArgumentException("repetitions must be positive, but were " + number);
      }
      repetitions = number;
      return this;
    }

    /** With which all intervals are to hold at once, in (0, 1). */
    public Builder confidence(double given) {
      if (!(given > 0 && given < 1)) {
        throw new IllegalArgumentException("confidence must be in (0, 1), but was " + given);
      }
      confidence = given;
      return this;
    }

    /** Of the choice of pictures, the folds and the views; that of the training to follow. */
    public Builder seed(Seed given) {
      seed = given;
      return this;
    }

    /** Where features are kept; stays open. */
    public Builder cache(FeatureCache given) {
      cache = Optional.of(given);
      return this;
    }

    /** Whom to tell of the progress. */
    public Builder listener(Consumer<SearchEvent> given) {
      listener = given;
      return this;
    }

    /** Asked after each batch of pictures and each fold whether to stop. */
    public Builder stopWhen(BooleanSupplier given) {
      stop = given;
      return this;
    }

    /** The search, which later calls here do not change. */
    public PolicySearch build() {
      return new PolicySearch(
          new SearchSettings(
              probe,
              interval,
              pictures,
              folds,
              repetitions,
              confidence,
              seed,
              cache,
              listener,
              stop));
    }
  }
}
