package org.graft4j.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import org.assertj.core.data.Offset;
import org.graft4j.augment.chain.Sequence;
import org.graft4j.augment.colour.ColourJitter;
import org.graft4j.augment.geometry.HorizontalFlip;
import org.graft4j.augment.geometry.RandomResizedCrop;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;

class TransformsTest {

  private static RandomGenerator stream(long item) {
    return Seed.of(5).stream("test", item);
  }

  @Test
  void flip_twice_isIdentity() {
    Picture picture = Pictures.noise(7, 5, 1);
    HorizontalFlip always = new HorizontalFlip(1);

    Picture once = always.apply(picture, stream(0));

    assertThat(once.rgb()).isNotEqualTo(picture.rgb());
    assertThat(always.apply(once, stream(0)).rgb()).isEqualTo(picture.rgb());
  }

  @Test
  void flip_probability_isTheShareOfFlips() {
    Picture picture = Pictures.noise(3, 1, 1);
    int flips = 0;
    for (int i = 0; i < 2000; i++) {
      flips += new HorizontalFlip(0.3).apply(picture, stream(i)) == picture ? 0 : 1;
    }
    assertThat(flips / 2000.0).isCloseTo(0.3, Offset.offset(0.04));
  }

  @Test
  void jitter_ofNoStrength_changesNothing() {
    Picture picture = Pictures.noise(7, 5, 1);
    assertThat(new ColourJitter(0, 0, 0).apply(picture, stream(0))).isSameAs(picture);
  }

  @Test
  void sequence_chanceUsedByOneLink_doesNotMoveTheNext() {
    Picture picture = Pictures.noise(9, 9, 1);
    Transform jitter = new ColourJitter(0.5, 0.5, 0.5);
    Sequence quiet = Sequence.of((p, random) -> p, jitter);
    Sequence greedy =
        Sequence.of(
            (p, random) -> {
              random.nextLong();
              return p;
            },
            jitter);
    for (int i = 0; i < 10; i++) {
      assertThat(greedy.apply(picture, stream(i)).rgb())
          .isEqualTo(quiet.apply(picture, stream(i)).rgb());
    }
  }

  @Test
  void sequence_equalLinks_drawEachTheirOwn() {
    Picture picture = Pictures.noise(9, 9, 1);
    Sequence twice = Sequence.of(new HorizontalFlip(0.5), new HorizontalFlip(0.5));
    int flips = 0;
    for (int i = 0; i < 400; i++) {
      boolean same = java.util.Arrays.equals(twice.apply(picture, stream(i)).rgb(), picture.rgb());
      flips += same ? 0 : 1;
    }
    assertThat(flips / 400.0).isCloseTo(0.5, Offset.offset(0.1));
  }

  @Test
  void parameters_outOfRange_areRefusedByName() {
    Range one = new Range(1, 1);
    assertThatThrownBy(() -> new HorizontalFlip(1.5))
        .hasMessage("probability must be from 0 to 1, but was 1.5");
    assertThatThrownBy(() -> new HorizontalFlip(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RandomResizedCrop(new Range(0, 1), one))
        .hasMessageStartingWith("scaleRange must be above 0 and at most 1, but was");
    assertThatThrownBy(() -> new RandomResizedCrop(one, new Range(0, 1)))
        .hasMessageStartingWith("ratioRange must be positive, but was");
    assertThatThrownBy(() -> new ColourJitter(-0.1, 0, 0))
        .hasMessage("brightness must be finite and not negative, but was -0.1");
    assertThatThrownBy(() -> new Range(-1e308, 1e308))
        .hasMessage("a range must have a finite width, but was -1.0E308 to 1.0E308");
    assertThatThrownBy(() -> new Range(2, 1))
        .hasMessage("a range must be finite with low <= high, but was 2.0 to 1.0");
  }
}
