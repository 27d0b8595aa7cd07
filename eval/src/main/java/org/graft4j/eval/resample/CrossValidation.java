package org.graft4j.eval.resample;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageItem;
import org.graft4j.eval.ClassificationState;
import org.graft4j.eval.PredictionTable;
import org.jspecify.annotations.Nullable;

/**
 * Trains and measures a pipeline once for each fold. Immutable; runs fold after fold on the calling
 * thread.
 *
 * <p>The trainer never sees the fold that it is measured on: it gets the training part, and what
 * was divided off from that for choosing. The label map is that of all items.
 *
 * <pre>{@code
 * FoldedItems folded = FoldDesign.builder().folds(5).build()
 *     .divide(folder.labels(), folder.items(), new ItemDigests());
 * CrossValidationResult result = CrossValidation.over(folded)
 *     .run((split, place) -> FoldModel.of(tuner.fit(split).model()));
 * }</pre>
 */
public final class CrossValidation {
  private final FoldedItems folded;
  private final double confidence;
  private final Consumer<CrossValidationEvent> listener;
  private final @Nullable Path folder;
  private final Map<String, String> pipeline;

  private CrossValidation(
      FoldedItems folded,
      double confidence,
      Consumer<CrossValidationEvent> listener,
      @Nullable Path folder,
      Map<String, String> pipeline) {
    this.folded = folded;
    this.confidence = confidence;
    this.listener = listener;
    this.folder = folder;
    this.pipeline = pipeline;
  }

  /** Over these folds, with intervals of 95 %, keeping nothing for a later run. */
  public static CrossValidation over(FoldedItems folded) {
    return new CrossValidation(folded, 0.95, event -> {}, null, Map.of());
  }

  /** The same with another confidence of the intervals, in (0, 1). */
  public CrossValidation confidence(double value) {
    if (!(value > 0 && value < 1)) {
      throw new IllegalArgumentException("confidence must be in (0, 1), but was " + value);
    }
    return new CrossValidation(folded, value, listener, folder, pipeline);
  }

  /** The same, with someone who is told of each fold. */
  public CrossValidation listener(Consumer<CrossValidationEvent> value) {
    return new CrossValidation(folded, confidence, value, folder, pipeline);
  }

  /**
   * The same, keeping each finished fold in a folder and taking from it those that an earlier run
   * of the same pipeline over the same folds finished. Files appear whole or not at all.
   *
   * @param keep made if it is not there
   * @param facts all that decides what the pipeline predicts: weights, plan, settings, seed
   */
  public CrossValidation keep(Path keep, Map<String, String> facts) {
    return new CrossValidation(folded, confidence, listener, keep, new LinkedHashMap<>(facts));
  }

  /**
   * Runs all folds of all repeats.
   *
   * @throws OtherFoldsException if the folder keeps folds of another run
   * @throws IOException if the trainer's reading or the folder's writing fails
   * @throws IllegalArgumentException if a fold's model answers with other items or classes than it
   *     was asked for
   */
  public CrossValidationResult run(FoldTrainer trainer) throws IOException {
    Finished finished = finish(trainer);
    return CrossValidationResult.of(folded, finished.folds(), finished.tables(), confidence);
  }

  /**
   * The number of the out-of-fold predictions alone, which is all that a choice needs: pooled,
   * since a fold may lack a class.
   */
  double pooled(FoldTrainer trainer, FoldMeasure measure) throws IOException {
    Finished finished = finish(trainer);
    return CrossValidationResult.joined(folded, finished.folds(), finished.tables()).stream()
        .mapToDouble(table -> measure.value(table).orElseThrow())
        .average()
        .orElseThrow();
  }

  /** All folds, and what was said in each. */
  private record Finished(List<FoldResult> folds, List<PredictionTable> tables) {}

  private Finished finish(FoldTrainer trainer) throws IOException {
    Optional<FoldStore> store = store();
    List<FoldPlace> places = folded.places();
    List<FoldResult> results = new ArrayList<>();
    List<PredictionTable> tables = new ArrayList<>();
    double spent = 0;
    for (FoldPlace place : places) {
      int number = results.size() + 1;
      DatasetSplit split = folded.split(place);
      List<ImageItem> heldOut = folded.heldOut(place);
      Optional<FoldStore.Kept> kept = kept(store, place, heldOut);
      FoldStore.Kept fold;
      if (kept.isPresent()) {
        fold = kept.get();
      } else {
        listener.accept(
            new CrossValidationEvent.FoldStarted(
                place, split.train().size(), heldOut.size(), number, places.size()));
        fold = train(trainer, split, place, heldOut);
        if (store.isPresent()) {
          store.get().write(place, fold);
        }
      }
      FoldResult result = result(place, split, fold, kept.isPresent());
      results.add(result);
      tables.add(fold.predictions());
      spent += fold.seconds();
      double left = spent / number * (places.size() - number);
      listener.accept(new CrossValidationEvent.FoldDone(result, number, places.size(), left));
    }
    return new Finished(results, tables);
  }

  private Optional<FoldStore> store() throws IOException {
    if (folder == null) {
      return Optional.empty();
    }
    Map<String, String> run = new LinkedHashMap<>(folded.facts());
    pipeline.forEach((name, value) -> run.put("pipeline " + name, value));
    return Optional.of(FoldStore.open(folder, run));
  }

  private Optional<FoldStore.Kept> kept(
      Optional<FoldStore> store, FoldPlace place, List<ImageItem> heldOut) {
    if (store.isEmpty()) {
      return Optional.empty();
    }
    try {
      Optional<FoldStore.Kept> kept = store.get().read(place);
      kept.ifPresent(fold -> requireAnswers(place, heldOut, fold.predictions()));
      return kept;
    } catch (IOException | IllegalArgumentException e) {
      String reason = String.valueOf(e.getMessage());
      listener.accept(new CrossValidationEvent.KeptFoldDropped(place, reason));
      return Optional.empty();
    }
  }

  private FoldStore.Kept train(
      FoldTrainer trainer, DatasetSplit split, FoldPlace place, List<ImageItem> heldOut)
      throws IOException {
    long start = System.nanoTime();
    FoldModel model = trainer.train(split, place);
    PredictionTable said = model.predict(heldOut);
    requireAnswers(place, heldOut, said);
    return new FoldStore.Kept(said, (System.nanoTime() - start) / 1e9, model.temperature());
  }

  private void requireAnswers(FoldPlace place, List<ImageItem> heldOut, PredictionTable said) {
    if (!said.labels().equals(folded.labels())) {
      throw new IllegalArgumentException(
          "predictions of '"
              + place.name()
              + "' must be of classes "
              + folded.labels()
              + ", but were of "
              + said.labels());
    }
    List<String> ids = heldOut.stream().map(ImageItem::id).toList();
    if (!said.ids().equals(ids)) {
      throw new IllegalArgumentException(
          "predictions of '"
              + place.name()
              + "' must be of its "
              + ids.size()
              + " held-out items in their order, but were of "
              + said.size()
              + " items, the first being '"
              + said.ids().get(0)
              + "'");
    }
    for (int i = 0; i < heldOut.size(); i++) {
      if (said.label(i) != heldOut.get(i).label()) {
        throw new IllegalArgumentException(
            "predictions must bear the class of their item, but '" + ids.get(i) + "' had another");
      }
    }
  }

  private FoldResult result(
      FoldPlace place, DatasetSplit split, FoldStore.Kept fold, boolean kept) {
    PredictionTable said = fold.predictions();
    ClassificationState state = new ClassificationState(said.labels(), true);
    for (int i = 0; i < said.size(); i++) {
      state.update(said.ids().get(i), said.label(i), said.probabilities(i));
    }
    Map<FoldMeasure, Double> values = new EnumMap<>(FoldMeasure.class);
    for (FoldMeasure measure : FoldMeasure.values()) {
      measure.value(said).ifPresent(value -> values.put(measure, value));
    }
    return new FoldResult(
        place,
        split.train().size(),
        split.validation().size(),
        fold.seconds(),
        kept,
        fold.temperature(),
        values,
        state.compute(place.name()));
  }
}
