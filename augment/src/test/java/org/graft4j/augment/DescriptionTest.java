package org.graft4j.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.datavec.image.transform.FlipImageTransform;
import org.graft4j.augment.chain.Sequence;
import org.graft4j.augment.datavec.DataVecAugmentation;
import org.graft4j.augment.geometry.HorizontalFlip;
import org.graft4j.data.Augmentation;
import org.junit.jupiter.api.Test;

/** Provenance and resuming go by it: the same in every run, and another one for another effect. */
class DescriptionTest {
  private static final Augmentation LAMBDA = (picture, random) -> picture;

  @Test
  void describe_sequence_isThatOfItsLinks() {
    Sequence sequence = Sequence.of(new HorizontalFlip(0.5), Augmentation.named("mine 3", LAMBDA));

    assertThat(sequence.describe()).isEqualTo("Sequence[HorizontalFlip[probability=0.5], mine 3]");
    assertThat(sequence.unnamed()).isFalse();
  }

  @Test
  void describe_sequenceWithALambda_isUnnamed() {
    Sequence sequence = Sequence.of(Sequence.of(new HorizontalFlip(0.5), LAMBDA));

    assertThat(sequence.describe())
        .isEqualTo("Sequence[Sequence[HorizontalFlip[probability=0.5], unnamed]]");
    assertThat(sequence.unnamed()).isTrue();
  }

  /** The word is no mark: whoever gives a name says what it does. */
  @Test
  void unnamed_wordWithinAName_isNamed() {
    Augmentation mine = Augmentation.named("crop of unnamed faces", LAMBDA);

    assertThat(mine.unnamed()).isFalse();
    assertThat(Sequence.of(mine).unnamed()).isFalse();
  }

  @Test
  void named_unnamed_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Augmentation.named("unnamed", LAMBDA));
  }

  /** Views of what changes nothing would all be the plain picture. */
  @Test
  void isNone_sequenceOfNothing_isTrue() {
    assertThat(Sequence.of().isNone()).isTrue();
    assertThat(Sequence.of(Augmentations.none(), Sequence.of()).isNone()).isTrue();
  }

  @Test
  void isNone_sequenceOfSomething_isFalse() {
    assertThat(Sequence.of(Augmentations.none(), new HorizontalFlip(0.5)).isNone()).isFalse();
    assertThat(LAMBDA.isNone()).isFalse();
  }

  @Test
  void describe_readyPolicies_differAndAreNamed() {
    assertThat(Augmentations.light().describe())
        .isNotEqualTo(Augmentations.standard().describe())
        .contains("ColourJitter[brightness=0.1");
    assertThat(Augmentations.light().unnamed()).isFalse();
    assertThat(Augmentations.none().describe()).isEqualTo("none");
  }

  @Test
  void describe_dataVec_isItsName() {
    Augmentation flip = new DataVecAugmentation("flip 1", random -> new FlipImageTransform(1));

    assertThat(flip.describe()).isEqualTo("DataVec[flip 1]");
  }

  @Test
  void named_blank_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Augmentation.named(" ", LAMBDA));
  }
}
