package org.graft4j.eval.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.graft4j.data.ItemDigests;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Differences that are there are found, and others are not. */
class PipelineComparisonTest {
  @TempDir Path folder;

  private CrossValidationResult run(int items, long foldSeed, FoldTrainer trainer)
      throws IOException {
    FoldedItems folded =
        FoldDesign.builder()
            .seed(Seed.of(foldSeed))
            .build()
            .divide(Trainers.LABELS, Trainers.items(folder, items), new ItemDigests());
    return CrossValidation.over(folded).run(trainer);
  }

  @Test
  void of_clearlyBetterPipeline_differs() throws IOException {
    PipelineComparison comparison =
        PipelineComparison.of(
            run(150, 1, Trainers.noisy(1, 0.95)),
            run(150, 1, Trainers.noisy(2, 0.6)),
            FoldMeasure.ACCURACY);
    assertThat(comparison.differs()).isTrue();
    assertThat(comparison.mean().value().orElseThrow()).isCloseTo(0.35, within(0.1));
    assertThat(comparison.pValue().orElseThrow()).isLessThan(0.01);
    assertThat(comparison.pooled().interval().orElseThrow().low()).isGreaterThan(0.2);
  }

  @Test
  void of_theSamePipeline_isZeroWithoutATest() throws IOException {
    CrossValidationResult one = run(20, 1, Trainers.noisy(1, 0.7));
    PipelineComparison comparison = PipelineComparison.of(one, one, FoldMeasure.MACRO_F1);
    assertThat(comparison.mean().value()).hasValue(0);
    assertThat(comparison.mean().interval()).isEmpty();
    assertThat(comparison.pooled().interval()).isEmpty();
    assertThat(comparison.pValue()).isEmpty();
    assertThat(comparison.differs()).isFalse();
    assertThat(comparison)
        .hasToString("macro F1 +0.000, no interval: the same in every fold, no difference shown");
  }

  /** 0.1 in both of two folds: no test can tell that from chance. */
  @Test
  void of_theSameDifferenceInEveryFold_isNoDifferenceShown() throws IOException {
    FoldedItems folded =
        FoldDesign.builder()
            .folds(2)
            .build()
            .divide(Trainers.LABELS, Trainers.items(folder, 10), new ItemDigests());
    Set<String> wrong = new HashSet<>();
    for (FoldPlace place : folded.places()) {
      wrong.add(folded.heldOut(place).get(0).id());
    }
    CrossValidation validation = CrossValidation.over(folded);
    PipelineComparison comparison =
        PipelineComparison.of(
            validation.run(Trainers.noisy(1, 1)),
            validation.run(
                (split, place) ->
                    Trainers.answering(
                        item -> wrong.contains(item.id()) ? 1 - item.label() : item.label())),
            FoldMeasure.ACCURACY);
    assertThat(comparison.differs()).isFalse();
    assertThat(comparison)
        .hasToString("accuracy +0.100, no interval: the same in every fold, no difference shown");
  }

  /**
   * 5 % of null cases may be called different; of 60, more than 9 would be beyond four in 1,000.
   */
  @Test
  void of_equallyGoodPipelines_rarelyDiffers() throws IOException {
    int different = 0;
    FoldedItems folded =
        FoldDesign.builder()
            .build()
            .divide(Trainers.LABELS, Trainers.items(folder, 50), new ItemDigests());
    CrossValidation validation = CrossValidation.over(folded);
    for (int i = 0; i < 60; i++) {
      PipelineComparison comparison =
          PipelineComparison.of(
              validation.run(Trainers.noisy(2L * i, 0.7)),
              validation.run(Trainers.noisy(2L * i + 1, 0.7)),
              FoldMeasure.ACCURACY);
      different += comparison.differs() ? 1 : 0;
    }
    assertThat(different).isLessThanOrEqualTo(9);
  }

  @Test
  void of_otherFolds_isRefused() throws IOException {
    CrossValidationResult one = run(20, 1, Trainers.noisy(1, 0.7));
    CrossValidationResult other = run(20, 2, Trainers.noisy(1, 0.7));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PipelineComparison.of(one, other, FoldMeasure.ACCURACY))
        .withMessageContaining("both must be of the same items and folds");
  }
}
