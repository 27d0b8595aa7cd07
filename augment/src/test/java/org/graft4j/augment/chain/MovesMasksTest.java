package org.graft4j.augment.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.graft4j.augment.datavec.DataVecAugmentation;
import org.graft4j.augment.geometry.HorizontalFlip;
import org.graft4j.augment.policy.AugMix;
import org.graft4j.data.Augmentation;
import org.junit.jupiter.api.Test;

/** A chain moves masks if all of its links do, and says so before a run. */
class MovesMasksTest {
  private static final Augmentation FLIP = new HorizontalFlip(0.5);

  private static List<Augmentation> chainsOf(Augmentation link) {
    return List.of(
        Sequence.of(FLIP, link),
        OneOf.of(FLIP, link),
        SomeOf.of(1, FLIP, link),
        new WithProbability(0.1, link),
        Augmentation.named("named", Sequence.of(new WithProbability(0.1, OneOf.of(link)))));
  }

  @Test
  void movesMasks_chainsOfWhatMovesThem_isTrue() {
    assertThat(chainsOf(FLIP)).allMatch(Augmentation::movesMasks);
    assertThat(Sequence.of().movesMasks()).isTrue();
  }

  @Test
  void movesMasks_chainsWithOneLinkThatDoesNot_isFalse() {
    List<Augmentation> refusing =
        List.of(
            new AugMix(),
            (picture, random) -> picture,
            new DataVecAugmentation(
                "nothing",
                random -> {
                  throw new AssertionError("must not be made");
                }));
    for (Augmentation link : refusing) {
      assertThat(chainsOf(link)).noneMatch(Augmentation::movesMasks);
    }
  }
}
