package org.graft4j.eval.resample;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageItem;
import org.graft4j.data.ItemDigests;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.jspecify.annotations.Nullable;

/**
 * Nested cross-validation: for each outer fold the best candidate is chosen by folds of what that
 * fold learns from, trained on all of it, and measured on what was held out (Varma, Simon 2006,
 * "Bias in error estimation when using cross-validation for model selection"). The outer number is
 * that of the whole procedure, the choice included; the best inner number is too good, since the
 * largest of several noisy numbers was taken. Immutable.
 */
public final class NestedSearch {
  private final FoldDesign design;
  private final int innerFolds;
  private final FoldMeasure by;
  private final double confidence;
  private final Consumer<NestedSearchEvent> listener;
  private final @Nullable Path folder;

  private NestedSearch(
      FoldDesign design,
      int innerFolds,
      FoldMeasure by,
      double confidence,
      Consumer<NestedSearchEvent> listener,
      @Nullable Path folder) {
    this.design = design;
    this.innerFolds = innerFolds;
    this.by = by;
    this.confidence = confidence;
    this.listener = listener;
    this.folder = folder;
  }

  /** Three inner folds within each of the design's, chosen by accuracy, intervals of 95 %. */
  public static NestedSearch of(FoldDesign design) {
    return new NestedSearch(design, 3, FoldMeasure.ACCURACY, 0.95, event -> {}, null);
  }

  /**
   * The same with another number of inner folds, 2 at least. With domains there are as many as the
   * domains that are left.
   */
  public NestedSearch innerFolds(int value) {
    if (value < 2) {
      throw new IllegalArgumentException("innerFolds must be 2 at least, but were " + value);
    }
    return new NestedSearch(design, value, by, confidence, listener, folder);
  }

  /** The same, choosing by another measure. */
  public NestedSearch by(FoldMeasure value) {
    return new NestedSearch(design, innerFolds, value, confidence, listener, folder);
  }

  /** The same with another confidence of the intervals, in (0, 1). */
  public NestedSearch confidence(double value) {
    if (!(value > 0 && value < 1)) {
      throw new IllegalArgumentException("confidence must be in (0, 1), but was " + value);
    }
    return new NestedSearch(design, innerFolds, by, value, listener, folder);
  }

  /** The same, with someone who is told of each fold. */
  public NestedSearch listener(Consumer<NestedSearchEvent> value) {
    return new NestedSearch(design, innerFolds, by, confidence, value, folder);
  }

  /** The same, keeping finished folds; see {@link CrossValidation#keep}. */
  public NestedSearch keep(Path value) {
    return new NestedSearch(design, innerFolds, by, confidence, listener, value);
  }

  /**
   * Searches.
   *
   * @param labels the classes, fixed before and for all folds
   * @param candidates two at least, with different names
   * @throws IOException as from {@link FoldDesign#divide} and {@link CrossValidation#run}
   */
  public NestedSearchResult run(
      LabelMap labels,
      List<ImageItem> items,
      ItemDigests digests,
      List<PipelineCandidate> candidates)
      throws IOException {
    requireCandidates(candidates);
    FoldedItems outer = design.divide(labels, items, digests);
    // All are divided before anything is trained: what cannot be is not to be found out in hours.
    Map<FoldPlace, FoldedItems> inner = new LinkedHashMap<>();
    for (FoldPlace place : outer.places()) {
      inner.put(place, inner(outer, place, digests));
    }
    if (folder != null) {
      FoldStore.open(folder, facts(outer, candidates));
    }
    Map<FoldPlace, NestedChoice> choices = new LinkedHashMap<>();
    Map<String, PipelineCandidate> byName = new HashMap<>();
    candidates.forEach(candidate -> byName.put(candidate.name(), candidate));
    for (Map.Entry<FoldPlace, FoldedItems> entry : inner.entrySet()) {
      NestedChoice choice = choose(entry.getKey(), entry.getValue(), candidates);
      choices.put(entry.getKey(), choice);
      listener.accept(new NestedSearchEvent.Chosen(choice));
    }
    FoldTrainer trainer =
        (split, place) -> {
          NestedChoice choice = choices.get(place);
          PipelineCandidate chosen = choice == null ? null : byName.get(choice.chosen());
          if (chosen == null) {
            throw new IllegalStateException("nothing was chosen for " + place);
          }
          return chosen.trainer().train(split, place);
        };
    CrossValidation measured =
        CrossValidation.over(outer)
            .confidence(confidence)
            .listener(event -> listener.accept(new NestedSearchEvent.Outer(event)));
    if (folder != null) {
      measured = measured.keep(folder.resolve("outer"), facts(candidates, choices));
    }
    return new NestedSearchResult(
        by,
        candidates.stream().map(PipelineCandidate::name).toList(),
        List.copyOf(choices.values()),
        measured.run(trainer));
  }

  private static void requireCandidates(List<PipelineCandidate> candidates) {
    Set<String> names = new HashSet<>();
    for (PipelineCandidate candidate : candidates) {
      if (!names.add(candidate.name())) {
        throw new IllegalArgumentException(
            "candidates must have different names, but '" + candidate.name() + "' came twice");
      }
    }
    if (names.size() < 2) {
      throw new IllegalArgumentException(
          "there must be two candidates at least to choose from, but were " + names);
    }
  }

  private FoldedItems inner(FoldedItems outer, FoldPlace place, ItemDigests digests)
      throws IOException {
    DatasetSplit split = outer.split(place);
    Set<ImageItem> learned = new HashSet<>(split.train());
    learned.addAll(split.validation());
    List<ImageItem> items = outer.items().stream().filter(learned::contains).toList();
    Seed seed = Seed.of(design.seed().derive("inner", place.repeat(), place.fold()));
    return design.inner(innerFolds, seed).divide(outer.labels(), items, digests);
  }

  private NestedChoice choose(
      FoldPlace place, FoldedItems inner, List<PipelineCandidate> candidates) throws IOException {
    Map<String, Double> scores = new LinkedHashMap<>();
    String best = candidates.get(0).name();
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < candidates.size(); i++) {
      PipelineCandidate candidate = candidates.get(i);
      CrossValidation run =
          CrossValidation.over(inner)
              .confidence(confidence)
              .listener(
                  event ->
                      listener.accept(new NestedSearchEvent.Inner(place, candidate.name(), event)));
      if (folder != null) {
        run = run.keep(innerFolder(folder, place, i), facts(candidate));
      }
      double score = run.pooled(candidate.trainer(), by);
      scores.put(candidate.name(), score);
      double good = by.higherIsBetter() ? score : -score;
      if (good > most) {
        most = good;
        best = candidate.name();
      }
    }
    return new NestedChoice(place, best, scores);
  }

  private static Path innerFolder(Path folder, FoldPlace place, int candidate) {
    return folder.resolve(
        "repeat-"
            + (place.repeat() + 1)
            + "-fold-"
            + (place.fold() + 1)
            + "-candidate-"
            + (candidate + 1));
  }

  private static Map<String, String> facts(PipelineCandidate candidate) {
    Map<String, String> facts = new LinkedHashMap<>(candidate.facts());
    facts.put("candidate", candidate.name());
    return facts;
  }

  private Map<String, String> facts(FoldedItems outer, List<PipelineCandidate> candidates) {
    Map<String, String> facts = new LinkedHashMap<>(outer.facts());
    facts.putAll(facts(candidates));
    return facts;
  }

  private Map<String, String> facts(
      List<PipelineCandidate> candidates, Map<FoldPlace, NestedChoice> choices) {
    Map<String, String> facts = facts(candidates);
    facts.put("chosen", choices.values().stream().map(NestedChoice::chosen).toList().toString());
    return facts;
  }

  private Map<String, String> facts(List<PipelineCandidate> candidates) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (PipelineCandidate candidate : candidates) {
      candidate.facts().forEach((name, value) -> facts.put(candidate.name() + " " + name, value));
    }
    facts.put("chosen by", by + " over " + innerFolds + " inner folds");
    return facts;
  }
}
