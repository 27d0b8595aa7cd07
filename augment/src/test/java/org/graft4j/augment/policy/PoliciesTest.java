package org.graft4j.augment.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.graft4j.augment.Fill;
import org.graft4j.augment.Pictures;
import org.graft4j.augment.Sampling;
import org.graft4j.data.Draw;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoliciesTest {
  private static final Picture PICTURE = Pictures.noise(40, 30, 1);

  private static Draw drawn(org.graft4j.augment.Transform policy, long item) {
    return policy.draw(Seed.of(7).stream("test", item));
  }

  /** Nothing, three without strength, and ten, of which nine can be negative. */
  @Test
  void randAugment_oneOperation_drawsAllOfTheSpaceAlike() {
    Map<Draw, Integer> counts = new HashMap<>();
    for (int i = 0; i < 14_000; i++) {
      counts.merge(drawn(new RandAugment(1, 9), i), 1, Integer::sum);
    }
    assertThat(counts).hasSize(14 + 9);
    assertThat(counts.get(Draw.NOTHING)).isCloseTo(1000, Offset.offset(120));
    assertThat(counts.get(Operation.ROTATE.at(-9, Sampling.NEAREST, Fill.BLACK)))
        .isCloseTo(500, Offset.offset(90));
    assertThat(counts.get(Operation.ROTATE.at(9, Sampling.NEAREST, Fill.BLACK)))
        .isCloseTo(500, Offset.offset(90));
  }

  @Test
  void trivialAugment_drawsEveryBin() {
    Set<Draw> seen = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      seen.add(drawn(new TrivialAugmentWide(), i));
    }
    double strongest = Space.trivialAugmentWide().of(Operation.SHEAR_X).magnitude(30);
    assertThat(seen)
        .contains(
            new Operation.PixelMove(Operation.TRANSLATE_X, -32, Fill.BLACK),
            new Operation.PixelMove(Operation.TRANSLATE_Y, 32, Fill.BLACK),
            Operation.ROTATE.at(-135, Sampling.NEAREST, Fill.BLACK),
            Operation.SHEAR_X.at(strongest, Sampling.NEAREST, Fill.BLACK),
            Operation.POSTERIZE.at(2, Sampling.NEAREST, Fill.BLACK));
  }

  /** 32 pixels are more than all of a small picture. */
  @Test
  void trivialAugment_smallPicture_isMovedOutAtMost() {
    Picture picture = Pictures.noise(8, 5, 1);
    Draw move = new Operation.PixelMove(Operation.TRANSLATE_X, -32, Fill.BLACK);
    assertThat(move.apply(picture).rgb()).containsOnly(0);
  }

  @Test
  void autoAugment_probabilities_areTheTables() {
    int unchanged = 0;
    for (int i = 0; i < 5000; i++) {
      Draw draw = drawn(new AutoAugment(AutoAugment.Policy.SVHN), i);
      unchanged += draw.equals(Draw.inOrder(List.of(Draw.NOTHING, Draw.NOTHING))) ? 1 : 0;
    }
    double expected =
        AutoAugmentTable.of(AutoAugment.Policy.SVHN).stream()
            .mapToDouble(p -> (1 - p.first().probability()) * (1 - p.second().probability()))
            .average()
            .orElseThrow();
    assertThat(unchanged / 5000.0).isCloseTo(expected, Offset.offset(0.015));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.3, 1, 7, 1000})
  void dirichlet_anyAlpha_hasItsMoments(double alpha) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 20_000; i++) {
      List<Double> shares = Dirichlet.draw(3, alpha, Seed.of(2).stream("test", i));
      double total = shares.get(0) + shares.get(1) + shares.get(2);
      assertThat(total).isCloseTo(1, Offset.offset(1e-12));
      sum += shares.get(1);
      squares += Math.pow(shares.get(1) - 1 / 3.0, 2);
    }
    double variance = (1 / 3.0) * (2 / 3.0) / (3 * alpha + 1);
    assertThat(sum / 20_000).isCloseTo(1 / 3.0, Offset.offset(4 * Math.sqrt(variance / 20_000)));
    assertThat(squares / 20_000).isCloseTo(variance, Offset.offset(0.05 * variance));
  }

  /** The weights add up to 1: what no operation changes comes out as it went in. */
  @Test
  void augMix_ofUnchangedCopies_isThePicture() {
    Draw mixed = new AugMix.Mixed(0.3, List.of(0.5, 0.2), List.of(Draw.NOTHING, Draw.NOTHING));
    assertThat(mixed.apply(PICTURE).rgb()).isEqualTo(PICTURE.rgb());
  }

  @Test
  void augMix_weights_areThoseOfTheCopies() {
    Draw inverted = Operation.INVERT.at(0, Sampling.BILINEAR, Fill.BLACK);
    Draw mixed = new AugMix.Mixed(0.25, List.of(0.75), List.of(inverted));
    Picture two = new Picture(1, 1, new byte[] {(byte) 200, 0, (byte) 255});
    assertThat(mixed.apply(two).rgb())
        .containsExactly((byte) Math.round(0.25 * 200 + 0.75 * 55), (byte) 191, (byte) 64);
  }

  @Test
  void augMix_mask_isRefused() {
    assertThatThrownBy(() -> drawn(new AugMix(), 1).apply(Pictures.mask(4, 4, 1)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageStartingWith("aug-mix must have pictures alone, but got a mask");
  }

  @Test
  void randAugment_mask_movesWithItsPicture() {
    int moved = 0;
    for (int i = 0; i < 200; i++) {
      Draw draw = drawn(new RandAugment(1, 30), i);
      var mask = Pictures.mask(40, 30, 3);
      byte[] result = draw.apply(mask).classes();
      moved += Arrays.equals(result, mask.classes()) ? 0 : 1;
    }
    assertThat(moved / 200.0).isCloseTo(5 / 14.0, Offset.offset(0.1));
  }

  @Test
  void isNone_noOperations_isTrue() {
    assertThat(new RandAugment(0, 30).isNone()).isTrue();
    assertThat(new RandAugment(1, 0).isNone()).isFalse();
  }

  @Test
  void parameters_outOfRange_areRefusedByName() {
    assertThatThrownBy(() -> new RandAugment(-1, 9))
        .hasMessage("operations must be from 0 to 100, but was -1");
    assertThatThrownBy(() -> new RandAugment(2, 31))
        .hasMessage("magnitude must be from 0 to 30, but was 31");
    assertThatThrownBy(() -> new AugMix(11, 3, 0, 1, true, Fill.BLACK))
        .hasMessage("severity must be from 1 to 10, but was 11");
    assertThatThrownBy(() -> new AugMix(3, 3, 0, Double.NaN, true, Fill.BLACK))
        .hasMessage("alpha must be from 0.01 to 1000, but was NaN");
  }
}
