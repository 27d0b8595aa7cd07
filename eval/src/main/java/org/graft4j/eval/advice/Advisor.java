package org.graft4j.eval.advice;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.graft4j.data.ImageItem;
import org.graft4j.data.ItemDigests;
import org.graft4j.data.ItemSample;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.features.FeatureCache;
import org.graft4j.model.Backbone;
import org.graft4j.train.TrainingInterruptedException;

/**
 * Ranks backbones for a set of labelled pictures without training them: each runs once over some of
 * the pictures, and what its features are worth is measured on those.
 *
 * <p>The verdict rests on a cross-validated {@link org.graft4j.eval.transferability.LinearProbe}
 * and on the same probe of a random network; LogME, H-score, LEEP and NCE go with it. But for times
 * and memory, the same pictures, candidates and settings give the same advice on the same machine.
 * Hand in pictures to train on, and keep those aside that the final number is to be measured on:
 * choosing by them would flatter it. Immutable; the candidates' backbones are not changed.
 */
public final class Advisor {
  private final AdvisorSettings settings;

  private Advisor(AdvisorSettings settings) {
    this.settings = settings;
  }

  /** An advisor with 1000 pictures, 5 folds, seed 42 and no random networks to compare with. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Probes the candidates in turn.
   *
   * @param labels the classes, two at least
   * @param items to train on; each class has two at least, readable
   * @param candidates at least one, ids differing
   * @throws org.graft4j.data.DatasetException if the pictures are too few for advice
   * @throws IOException if no candidate could be probed; its message is the first one's, the others
   *     are suppressed
   * @throws TrainingInterruptedException if it was asked to stop; features stay cached
   */
  public Advice advise(LabelMap labels, List<ImageItem> items, List<Candidate> candidates)
      throws IOException {
    requireDistinct(candidates);
    List<ImageItem> chosen = ItemSample.of(items, labels, settings.pictures(), settings.seed());
    ItemDigests digests = settings.cache().map(FeatureCache::digests).orElseGet(ItemDigests::new);
    List<ImageItem> some = ItemSample.withoutCopies(chosen, labels, digests);
    double smallest = Subset.smallestClass(labels, items, chosen, some);
    List<CandidateAdvice> ranked = new ArrayList<>();
    List<Advice.Failed> failed = new ArrayList<>();
    List<Exception> failures = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      if (settings.stop().getAsBoolean()) {
        throw new TrainingInterruptedException("before candidate '" + candidate.id() + "'");
      }
      try {
        ranked.add(
            new CandidateProbe(
                    settings, labels, some, items.size(), smallest, i + 1, candidates.size())
                .of(candidate));
      } catch (IOException | IllegalArgumentException | IllegalStateException e) {
        failed.add(new Advice.Failed(candidate.id(), String.valueOf(e.getMessage())));
        failures.add(e);
      }
    }
    if (ranked.isEmpty()) {
      throw allFailed(failed.get(0), failures);
    }
    ranked.sort(Advice.BEST_FIRST);
    return new Advice(
        labels,
        some.size(),
        chosen.size() - some.size(),
        items.size(),
        settings.seed().value(),
        ranked,
        failed);
  }

  private static void requireDistinct(List<Candidate> candidates) {
    long ids = candidates.stream().map(Candidate::id).distinct().count();
    if (candidates.isEmpty() || ids < candidates.size()) {
      throw new IllegalArgumentException(
          "candidates must be one at least, with ids that differ, but were "
              + candidates.stream().map(Candidate::id).toList());
    }
  }

  private static IOException allFailed(Advice.Failed first, List<Exception> failures) {
    IOException all = new IOException(first.id() + ": " + first.reason(), failures.get(0));
    failures.subList(1, failures.size()).forEach(all::addSuppressed);
    return all;
  }

  /** Settings of an advisor. Not thread-safe. */
  public static final class Builder {
    private int pictures = 1000;
    private int folds = 5;
    private Seed seed = Seed.of(42);
    private Optional<FeatureCache> cache = Optional.empty();
    private Optional<BiFunction<Backbone, Seed, Backbone>> untrained = Optional.empty();
    private Consumer<AdviceEvent> listener = event -> {};
    private BooleanSupplier stop = () -> false;

    private Builder() {}

    /** Most pictures to probe on, two at least: chosen from each class in proportion. */
    public Builder pictures(int most) {
      if (most < 2) {
        throw new IllegalArgumentException("pictures must be two at least, but were " + most);
      }
      pictures = most;
      return this;
    }

    /** Folds of the probe, two at least; fewer are made if no class has as many pictures. */
    public Builder folds(int number) {
      if (number < 2) {
        throw new IllegalArgumentException("folds must be two at least, but were " + number);
      }
      folds = number;
      return this;
    }

    /** Of the choice of pictures, the folds and the random networks. */
    public Builder seed(Seed given) {
      seed = given;
      return this;
    }

    /** Where features are kept; stays open. */
    public Builder cache(FeatureCache given) {
      cache = Optional.of(given);
      return this;
    }

    /**
     * Makes the network that pretrained weights are measured against: the same architecture with
     * random ones, a new one at each call, whose graph the advisor closes. An {@link
     * IllegalArgumentException} says that there is none for this backbone.
     */
    public Builder untrained(BiFunction<Backbone, Seed, Backbone> like) {
      untrained = Optional.of(like);
      return this;
    }

    /** Whom to tell of the progress. */
    public Builder listener(Consumer<AdviceEvent> given) {
      listener = given;
      return this;
    }

    /** Asked after each batch whether to stop. */
    public Builder stopWhen(BooleanSupplier given) {
      stop = given;
      return this;
    }

    /** The advisor, which later calls here do not change. */
    public Advisor build() {
      return new Advisor(
          new AdvisorSettings(pictures, folds, seed, cache, untrained, listener, stop));
    }
  }
}
