package org.graft4j.eval.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.graft4j.data.ImageItem;
import org.graft4j.data.ItemDigests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The outer number is honest, the inner one flatters. */
class NestedSearchTest {
  @TempDir Path folder;
  @TempDir Path kept;

  private static PipelineCandidate candidate(String name, FoldTrainer trainer) {
    return new PipelineCandidate(name, Map.of("trainer", name), trainer);
  }

  private static NestedSearchResult search(
      NestedSearch search, List<ImageItem> items, List<PipelineCandidate> candidates)
      throws IOException {
    return search.run(Trainers.LABELS, items, new ItemDigests(), candidates);
  }

  /**
   * Twenty coins. Over 30 searches of 40 items each the outer mean has a standard error of about
   * 0.5 / sqrt(30 * 40) = 0.014; the best of 20 inner means of 32 items lies near 0.5 + 1.87 *
   * 0.088.
   */
  @Test
  void run_candidatesThatAreNoise_promisesTooMuchAndMeasuresRight() throws IOException {
    List<ImageItem> items = Trainers.items(folder, 20);
    double measured = 0;
    double promised = 0;
    int searches = 30;
    for (int s = 0; s < searches; s++) {
      int first = 1000 * s;
      NestedSearchResult result =
          search(
              NestedSearch.of(FoldDesign.builder().folds(5).build()),
              items,
              IntStream.range(0, 20)
                  .mapToObj(i -> candidate("coin " + i, Trainers.noisy(first + i, 0.5)))
                  .toList());
      measured += result.measured() / searches;
      promised += result.promised() / searches;
    }
    assertThat(measured).isCloseTo(0.5, within(0.06));
    assertThat(promised).isCloseTo(0.665, within(0.04));
  }

  @Test
  void run_oneCandidateClearlyBest_isChosenEverywhere() throws IOException {
    NestedSearchResult result =
        search(
            NestedSearch.of(FoldDesign.builder().folds(4).build()),
            Trainers.items(folder, 60),
            List.of(
                candidate("poor", Trainers.noisy(1, 0.5)),
                candidate("good", Trainers.noisy(2, 0.9)),
                candidate("fair", Trainers.noisy(3, 0.6))));
    assertThat(result.timesChosen()).isEqualTo(Map.of("poor", 0, "good", 4, "fair", 0));
    assertThat(result.mostChosen()).isEqualTo("good");
    assertThat(result.measured()).isCloseTo(0.9, within(0.08));
    assertThat(result.inner("poor")).isCloseTo(0.5, within(0.12));
  }

  /** A trainer that looks up what it learned never meets an outer held-out item while choosing. */
  @Test
  void run_memorisingCandidates_measuresChance() throws IOException {
    NestedSearchResult result =
        search(
            NestedSearch.of(FoldDesign.builder().folds(4).build()),
            Trainers.items(folder, 150),
            List.of(
                candidate("memory", Trainers.memorising()),
                candidate("coin", Trainers.noisy(4, 0.4))));
    assertThat(result.measured()).isCloseTo(0.5, within(0.12));
  }

  @Test
  void run_lossAsMeasure_choosesTheLeast() throws IOException {
    NestedSearchResult result =
        search(
            NestedSearch.of(FoldDesign.builder().folds(3).build()).by(FoldMeasure.LOG_LOSS),
            Trainers.items(folder, 60),
            List.of(
                candidate("poor", Trainers.noisy(1, 0.4)),
                candidate("good", Trainers.noisy(2, 0.9))));
    assertThat(result.mostChosen()).isEqualTo("good");
  }

  @Test
  void keep_finishedSearch_trainsNothingAgain() throws IOException {
    List<ImageItem> items = Trainers.items(folder, 20);
    AtomicInteger trainings = new AtomicInteger();
    FoldTrainer counting =
        (split, place) -> {
          trainings.incrementAndGet();
          return Trainers.noisy(1, 0.7).train(split, place);
        };
    List<PipelineCandidate> candidates =
        List.of(candidate("one", counting), candidate("two", counting));
    NestedSearch search =
        NestedSearch.of(FoldDesign.builder().folds(3).build())
            .innerFolds(2)
            .keep(kept.resolve("search"));
    NestedSearchResult first = search(search, items, candidates);
    assertThat(trainings).hasValue(3 * 2 * 2 + 3);
    NestedSearchResult second = search(search, items, candidates);
    assertThat(trainings).hasValue(3 * 2 * 2 + 3);
    assertThat(second.choices()).isEqualTo(first.choices());
    assertThat(second.outer().measures()).isEqualTo(first.outer().measures());
  }

  @Test
  void run_oneCandidate_isRefused() throws IOException {
    List<ImageItem> items = Trainers.items(folder, 20);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                search(
                    NestedSearch.of(FoldDesign.builder().build()),
                    items,
                    List.of(candidate("one", Trainers.noisy(1, 0.7)))))
        .withMessageContaining("two candidates at least");
  }
}
