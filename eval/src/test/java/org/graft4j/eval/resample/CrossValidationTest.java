package org.graft4j.eval.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.graft4j.data.ImageItem;
import org.graft4j.data.ItemDigests;
import org.graft4j.eval.Interval;
import org.graft4j.eval.PredictionTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing leaks, nothing is lost, and an interrupted run goes on. */
class CrossValidationTest {
  @TempDir Path folder;
  @TempDir Path kept;

  private static FoldedItems divide(FoldDesign.Builder design, List<ImageItem> items)
      throws IOException {
    return design.build().divide(Trainers.LABELS, items, new ItemDigests());
  }

  private static double accuracy(CrossValidationResult result) {
    return pooled(result, FoldMeasure.ACCURACY);
  }

  private static double pooled(CrossValidationResult result, FoldMeasure measure) {
    return result.measure(measure).pooled().value().orElseThrow();
  }

  /** 400 tosses: 0.5 +- 0.1 is four standard errors. */
  @Test
  void run_memorisingTrainer_isAtChance() throws IOException {
    FoldedItems folded = divide(FoldDesign.builder().validation(0.2), Trainers.items(folder, 200));
    CrossValidationResult result = CrossValidation.over(folded).run(Trainers.memorising());
    assertThat(accuracy(result)).isCloseTo(0.5, within(0.1));
  }

  /** Each picture twice: with its copy on the other side, memory alone is nearly always right. */
  @Test
  void run_memorisingTrainerOverCopies_isAtChanceUnlessCopiesArePartedOnPurpose()
      throws IOException {
    List<ImageItem> items = new ArrayList<>(Trainers.items(folder, 100));
    for (ImageItem item : List.copyOf(items)) {
      items.add(
          Trainers.item(folder, item.id() + "-copy", item.label(), Files.readString(item.file())));
    }
    CrossValidationResult together =
        CrossValidation.over(divide(FoldDesign.builder(), items)).run(Trainers.memorising());
    CrossValidationResult parted =
        CrossValidation.over(divide(FoldDesign.builder().copiesTogether(false), items))
            .run(Trainers.memorising());
    assertThat(accuracy(together)).isCloseTo(0.5, within(0.1));
    assertThat(accuracy(parted)).isGreaterThan(0.8);
  }

  @Test
  void outOfFold_ofRepeats_hasEachItemOnceInOrder() throws IOException {
    List<ImageItem> items = Trainers.items(folder, 20);
    CrossValidationResult result =
        CrossValidation.over(divide(FoldDesign.builder().folds(4).repeats(3), items))
            .run(Trainers.noisy(1, 0.7));
    assertThat(result.folds()).hasSize(12);
    assertThat(result.outOfFold()).hasSize(3);
    for (PredictionTable table : result.outOfFold()) {
      assertThat(table.ids()).isEqualTo(items.stream().map(ImageItem::id).toList());
    }
  }

  /** Worked by hand: s² = 0.01, four folds, error = 0.1 sqrt(1/4 + 1/3), t(0.975; 3) = 3.182446. */
  @Test
  void correctedResampled_workedExample_isThatNumber() {
    List<Double> values = List.of(0.7, 0.9, 0.8 - Math.sqrt(0.005), 0.8 + Math.sqrt(0.005));
    CorrectedResampled mean = CorrectedResampled.of(values, 1.0 / 3);
    assertThat(mean.mean()).isCloseTo(0.8, within(1e-12));
    assertThat(mean.deviation()).isCloseTo(0.1, within(1e-12));
    double half = 3.182446305284263 * 0.1 * Math.sqrt(0.25 + 1.0 / 3);
    assertThat(mean.interval(0.95, 0, 2).orElseThrow().low()).isCloseTo(0.8 - half, within(1e-9));
    assertThat(mean.interval(0.95, 0, 1).orElseThrow().high()).isEqualTo(1);
  }

  @Test
  void run_allRightEverywhere_hasNoIntervalOfTheMeanButOneOfTheAccuracy() throws IOException {
    CrossValidationResult result =
        CrossValidation.over(divide(FoldDesign.builder(), Trainers.items(folder, 20)))
            .run(Trainers.noisy(1, 1));
    MeasureSummary accuracy = result.measure(FoldMeasure.ACCURACY);
    assertThat(accuracy.mean().value()).hasValue(1);
    assertThat(accuracy.mean().interval()).isEmpty();
    assertThat(accuracy.pooled().interval().orElseThrow().low()).isBetween(0.9, 0.92);
    MeasureSummary f1 = result.measure(FoldMeasure.MACRO_F1);
    assertThat(f1.pooled().interval()).isEmpty();
    assertThat(f1.pooled().note()).contains("no interval: the same in every draw");
    assertThat(result.notes())
        .anyMatch(
            note -> note.contains("the same accuracy, balanced accuracy, macro F1, log loss"));
  }

  /** A hundred numbers 0.7 have a mean of 0.7000000000000001 or so, and no deviation at all. */
  @Test
  void correctedResampled_equalButForRounding_hasNoInterval() {
    List<Double> values = List.of(0.1 + 0.2, 0.3, 0.1 + 0.2);
    CorrectedResampled mean = CorrectedResampled.of(values, 0.5);
    assertThat(mean.deviation()).isPositive();
    assertThat(mean.interval(0.95, 0, 1)).isEmpty();
    assertThat(mean.pValue()).isEmpty();
  }

  /**
   * 98 of a, 2 of b, all called a: three folds hold no b, and would have 1 where others have 0.5.
   */
  @Test
  void run_classAbsentFromFolds_hasNoMeanOverFoldsButAPooledNumber() throws IOException {
    List<ImageItem> items = new ArrayList<>(Trainers.items(folder, 98).subList(0, 98));
    items.add(Trainers.item(folder, "b/0", 1, "b0"));
    items.add(Trainers.item(folder, "b/1", 1, "b1"));
    CrossValidationResult result =
        CrossValidation.over(divide(FoldDesign.builder(), items))
            .run((split, place) -> Trainers.answering(item -> 0));
    MeasureSummary balanced = result.measure(FoldMeasure.BALANCED_ACCURACY);
    assertThat(balanced.values()).filteredOn(OptionalDouble::isEmpty).hasSize(3);
    assertThat(balanced.mean().value()).isEmpty();
    assertThat(balanced.mean().note())
        .isEqualTo("undefined: 3 of 5 folds hold out nothing of some class");
    assertThat(balanced.pooled().value()).hasValue(0.5);
    // One draw of seven has no b at all: such draws are not taken for perfect ones.
    assertThat(balanced.pooled().interval()).isEmpty();
    assertThat(balanced.pooled().note()).contains("left a class without samples");
    assertThat(result.measure(FoldMeasure.ACCURACY).mean().value().orElseThrow())
        .isCloseTo(0.98, within(1e-12));
    assertThat(result.notes())
        .anyMatch(note -> note.contains("no mean over folds of balanced accuracy, macro F1"));
  }

  @Test
  void run_fewDomains_hasNoPooledInterval() throws IOException {
    List<ImageItem> items = Trainers.items(folder, 30);
    Map<String, String> domains = new HashMap<>();
    items.forEach(item -> domains.put(item.id(), "site " + item.id().hashCode() % 3));
    CrossValidationResult result =
        CrossValidation.over(divide(FoldDesign.builder().domains(domains), items))
            .run(Trainers.noisy(1, 0.7));
    assertThat(result.measure(FoldMeasure.ACCURACY).pooled().interval()).isEmpty();
    assertThat(result.measure(FoldMeasure.ACCURACY).pooled().note())
        .contains("needs at least 10 groups by domain");
    assertThat(result.notes()).anyMatch(note -> note.contains("fewer than 10 domains"));
  }

  /** Twelve domains, each all right or all wrong: the interval is of 12 things, not of 240. */
  @Test
  void run_manyDomains_drawsDomains() throws IOException {
    List<ImageItem> items = Trainers.items(folder, 120);
    Map<String, String> domains = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      domains.put(items.get(i).id(), "site " + i % 12);
    }
    CrossValidationResult result =
        CrossValidation.over(divide(FoldDesign.builder().domains(domains), items))
            .run(
                (split, place) ->
                    Trainers.answering(item -> place.fold() < 6 ? item.label() : 1 - item.label()));
    Interval interval = result.measure(FoldMeasure.ACCURACY).pooled().interval().orElseThrow();
    assertThat(interval.high() - interval.low()).isGreaterThan(0.4);
  }

  /** 20 held out, 64 trained on, 16 to choose by: the weights come of 64. */
  @Test
  void heldToTrained_withAValidationPart_countsWhatWeightsAreLearnedFrom() throws IOException {
    CrossValidationResult result =
        CrossValidation.over(
                divide(FoldDesign.builder().validation(0.2), Trainers.items(folder, 50)))
            .run(Trainers.noisy(1, 0.7));
    assertThat(CorrectedMean.heldToTrained(result.folds())).isEqualTo(20.0 / 64);
  }

  @Test
  void run_trainerThatAnswersOtherItems_isRefused() throws IOException {
    FoldedItems folded = divide(FoldDesign.builder(), Trainers.items(folder, 10));
    FoldTrainer wrong =
        (split, place) -> items -> Trainers.answering(i -> 0).predict(split.train());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CrossValidation.over(folded).run(wrong))
        .withMessageContaining("'fold 1' must be of its 4 held-out items in their order");
  }

  /**
   * Stopped in the third fold: two are there, are not trained again, and the numbers are the same.
   */
  @Test
  void keep_interruptedRun_goesOnWithWhatIsMissing() throws IOException {
    FoldedItems folded = divide(FoldDesign.builder(), Trainers.items(folder, 20));
    Path keep = kept.resolve("folds");
    List<Integer> trained = new ArrayList<>();
    FoldTrainer dying =
        (split, place) -> {
          if (place.fold() == 2) {
            throw new IOException("killed");
          }
          return Trainers.noisy(1, 0.7).train(split, place);
        };
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> CrossValidation.over(folded).keep(keep, Map.of("rate", "1")).run(dying))
        .withMessage("killed");
    CrossValidationResult result =
        CrossValidation.over(folded)
            .keep(keep, Map.of("rate", "1"))
            .run(
                (split, place) -> {
                  trained.add(place.fold());
                  return Trainers.noisy(1, 0.7).train(split, place);
                });
    assertThat(trained).containsExactly(2, 3, 4);
    assertThat(result.folds())
        .extracting(FoldResult::kept)
        .containsExactly(true, true, false, false, false);
    CrossValidationResult whole = CrossValidation.over(folded).run(Trainers.noisy(1, 0.7));
    assertThat(result.measures()).isEqualTo(whole.measures());
  }

  @Test
  void keep_otherPipelineOrItems_isRefusedAndSaysWhatDiffers() throws IOException {
    List<ImageItem> items = Trainers.items(folder, 20);
    Path keep = kept.resolve("folds");
    CrossValidation.over(divide(FoldDesign.builder(), items))
        .keep(keep, Map.of("rate", "1"))
        .run(Trainers.noisy(1, 0.7));
    assertThatExceptionOfType(OtherFoldsException.class)
        .isThrownBy(
            () ->
                CrossValidation.over(divide(FoldDesign.builder(), items))
                    .keep(keep, Map.of("rate", "2"))
                    .run(Trainers.noisy(1, 0.7)))
        .withMessageContaining("pipeline rate was 1, but is 2");
    assertThatExceptionOfType(OtherFoldsException.class)
        .isThrownBy(
            () ->
                CrossValidation.over(divide(FoldDesign.builder(), items.subList(2, 40)))
                    .keep(keep, Map.of("rate", "1"))
                    .run(Trainers.noisy(1, 0.7)))
        .withMessageContaining("items was 40 pictures");
  }

  @Test
  void keep_damagedFold_isTrainedAgain() throws IOException {
    FoldedItems folded = divide(FoldDesign.builder(), Trainers.items(folder, 20));
    Path keep = kept.resolve("folds");
    CrossValidation run = CrossValidation.over(folded).keep(keep, Map.of());
    run.run(Trainers.noisy(1, 0.7));
    Files.writeString(keep.resolve("repeat-1-fold-2.jsonl"), "{}");
    List<CrossValidationEvent> events = new ArrayList<>();
    CrossValidationResult again = run.listener(events::add).run(Trainers.noisy(1, 0.7));
    assertThat(again.folds())
        .extracting(FoldResult::kept)
        .containsExactly(true, false, true, true, true);
    assertThat(events)
        .filteredOn(CrossValidationEvent.KeptFoldDropped.class::isInstance)
        .hasSize(1);
  }

  @Test
  void keep_folderOfSomethingElse_isRefused() throws IOException {
    FoldedItems folded = divide(FoldDesign.builder(), Trainers.items(folder, 20));
    Files.writeString(kept.resolve("thesis.tex"), "x");
    assertThatExceptionOfType(OtherFoldsException.class)
        .isThrownBy(
            () -> CrossValidation.over(folded).keep(kept, Map.of()).run(Trainers.noisy(1, 0.7)))
        .withMessageContaining("holds something else");
  }

  /** Sure and right in only 7 of 10: the temperature must bring the log loss down. */
  @Test
  void calibratedOn_overconfidentModel_losesLess() throws IOException {
    List<ImageItem> items = Trainers.items(folder, 200);
    FoldedItems folded = divide(FoldDesign.builder().validation(0.3), items);
    FoldTrainer plain = Trainers.noisy(1, 0.7);
    double before = pooled(CrossValidation.over(folded).run(plain), FoldMeasure.LOG_LOSS);
    CrossValidationResult calibrated =
        CrossValidation.over(folded)
            .run((split, place) -> plain.train(split, place).calibratedOn(split.validation()));
    double after = pooled(calibrated, FoldMeasure.LOG_LOSS);
    assertThat(after).isLessThan(before - 0.05).isCloseTo(0.61, within(0.05));
    assertThat(calibrated.notes()).noneMatch(note -> note.contains("temperature"));
  }

  /** What was divided off is all right, which says nothing of how sure the model may be. */
  @Test
  void calibratedOn_validationWithoutMistakes_leavesTheModelAsItIs() throws IOException {
    FoldedItems folded = divide(FoldDesign.builder().validation(0.2), Trainers.items(folder, 60));
    FoldTrainer plain =
        (split, place) -> {
          Set<ImageItem> easy = new HashSet<>(split.validation());
          FoldModel noisy = Trainers.noisy(1, 0.9).train(split, place);
          return items ->
              easy.containsAll(items)
                  ? Trainers.answering(ImageItem::label).predict(items)
                  : noisy.predict(items);
        };
    CrossValidation run = CrossValidation.over(folded).keep(kept.resolve("folds"), Map.of());
    FoldTrainer calibrating =
        (split, place) -> plain.train(split, place).calibratedOn(split.validation());
    CrossValidationResult before = CrossValidation.over(folded).run(plain);
    CrossValidationResult after = run.run(calibrating);
    assertThat(pooled(after, FoldMeasure.LOG_LOSS)).isEqualTo(pooled(before, FoldMeasure.LOG_LOSS));
    assertThat(after.notes()).anyMatch(note -> note.startsWith("5 of 5 folds keep temperature 1"));
    assertThat(run.run(calibrating).notes()).isEqualTo(after.notes());
  }
}
