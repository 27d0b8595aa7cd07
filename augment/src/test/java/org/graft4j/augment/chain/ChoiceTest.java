package org.graft4j.augment.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.graft4j.augment.Pictures;
import org.graft4j.augment.Range;
import org.graft4j.augment.colour.ColourJitter;
import org.graft4j.augment.geometry.HorizontalFlip;
import org.graft4j.augment.geometry.RandomResizedCrop;
import org.graft4j.data.Augmentation;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;

class ChoiceTest {
  private static final Picture DOT = new Picture(1, 1, new byte[3]);
  private static final RandomResizedCrop CROP =
      new RandomResizedCrop(new Range(0.5, 1), Range.of(1));

  /** Appends a decimal digit to the first byte: 1 then 2 gives 12. */
  private static Augmentation digit(int digit) {
    return Augmentation.named(
        "digit " + digit,
        (picture, random) ->
            new Picture(1, 1, new byte[] {(byte) (10 * picture.rgb()[0] + digit), 0, 0}));
  }

  /** How often, of 3000, each number came out. */
  private static Map<Integer, Integer> counts(Augmentation augmentation) {
    Map<Integer, Integer> counts = new TreeMap<>();
    for (int i = 0; i < 3000; i++) {
      int result = augmentation.apply(DOT, Seed.of(3).stream("test", i)).rgb()[0];
      counts.merge(result, 1, Integer::sum);
    }
    return counts;
  }

  @Test
  void oneOf_withoutWeights_choosesAllAlike() {
    Map<Integer, Integer> counts = counts(OneOf.of(digit(1), digit(2), digit(3)));
    assertThat(counts).containsOnlyKeys(1, 2, 3);
    assertThat(counts.values()).allSatisfy(n -> assertThat(n).isCloseTo(1000, Offset.offset(90)));
  }

  @Test
  void oneOf_weights_areTheOdds() {
    Map<Integer, Integer> counts =
        counts(
            new OneOf(
                List.of(digit(1), digit(2), digit(3), digit(4)), List.of(0.0, 3.0, 1.0, 0.0)));
    assertThat(counts).containsOnlyKeys(2, 3);
    assertThat(counts.get(2)).isCloseTo(2250, Offset.offset(90));
  }

  @Test
  void someOf_two_takesDifferentOnesInAnyOrder() {
    Map<Integer, Integer> counts = counts(SomeOf.of(2, digit(1), digit(2), digit(3)));
    assertThat(counts).containsOnlyKeys(12, 13, 21, 23, 31, 32);
    assertThat(counts.values()).allSatisfy(n -> assertThat(n).isCloseTo(500, Offset.offset(70)));
  }

  @Test
  void withProbability_isTheShare() {
    assertThat(counts(new WithProbability(0.3, digit(1))).get(1)).isCloseTo(900, Offset.offset(90));
    assertThat(counts(new WithProbability(0, digit(1)))).containsOnlyKeys(0);
    assertThat(counts(new WithProbability(1, digit(1)))).containsOnlyKeys(1);
  }

  /** A link's stream is its place's, whatever the choice: it draws as it would in a sequence. */
  @Test
  void link_ofAnyChain_drawsTheSameAtTheSamePlace() {
    Picture picture = Pictures.noise(9, 9, 1);
    ColourJitter jitter = new ColourJitter(0.5, 0.5, 0.5);
    for (int i = 0; i < 10; i++) {
      byte[] alone = Sequence.of(jitter).apply(picture, Seed.of(1).stream("x", i)).rgb();
      for (Augmentation chain :
          List.of(OneOf.of(jitter), SomeOf.of(1, jitter), new WithProbability(1, jitter))) {
        assertThat(chain.apply(picture, Seed.of(1).stream("x", i)).rgb()).isEqualTo(alone);
      }
    }
  }

  /** Whether the network's own cut is left out is settled before the choice falls. */
  @Test
  void choice_betweenFramingAndNot_isRefused() {
    HorizontalFlip flip = new HorizontalFlip(0.5);
    assertThatThrownBy(() -> OneOf.of(flip, CROP))
        .hasMessageStartingWith("links must all choose what part of the picture is seen, or none");
    assertThatThrownBy(() -> SomeOf.of(1, flip, CROP))
        .hasMessageStartingWith("links must all choose what part of the picture is seen, or none");
    assertThatThrownBy(() -> SomeOf.of(0, CROP)).hasMessageContaining("count must be at least 1");
    assertThatThrownBy(() -> new WithProbability(0.5, CROP))
        .hasMessageStartingWith("augmentation must not choose what part of the picture is seen");
    assertThat(OneOf.of(CROP, CROP).framing()).isTrue();
    assertThat(SomeOf.of(1, CROP, CROP).framing()).isTrue();
    assertThat(OneOf.of(flip).framing()).isFalse();
  }

  @Test
  void forInput_ofAChoice_reachesItsLinks() {
    Picture picture = Pictures.noise(40, 30, 1);
    for (Augmentation chain : List.of(OneOf.of(CROP), SomeOf.of(1, CROP), Sequence.of(CROP))) {
      Augmentation sized = chain.forInput(InputSpec.imageNet().withSize(6, 8));
      assertThat(sized.apply(picture, Seed.of(1).stream("x")).width()).isEqualTo(8);
      assertThat(sized.describe()).isEqualTo(chain.describe());
    }
  }

  @Test
  void describe_choices_saysAllOfIt() {
    assertThat(new OneOf(List.of(digit(1), digit(2)), List.of(1.0, 2.0)).describe())
        .isEqualTo("OneOf[weights=[1.0, 2.0], digit 1, digit 2]");
    assertThat(SomeOf.of(1, digit(1)).describe()).isEqualTo("SomeOf[count=1, digit 1]");
    assertThat(new WithProbability(0.5, digit(1)).describe())
        .isEqualTo("WithProbability[probability=0.5, digit 1]");
    assertThat(OneOf.of((picture, random) -> picture).unnamed()).isTrue();
    assertThat(new WithProbability(0.5, (picture, random) -> picture).unnamed()).isTrue();
  }

  @Test
  void isNone_choiceOfNothing_isTrue() {
    assertThat(OneOf.of(Augmentation.NONE).isNone()).isTrue();
    assertThat(SomeOf.of(0, digit(1)).isNone()).isTrue();
    assertThat(new WithProbability(0, digit(1)).isNone()).isTrue();
    assertThat(OneOf.of(Augmentation.NONE, digit(1)).isNone()).isFalse();
  }

  @Test
  void weights_thatAreNone_areRefused() {
    List<Augmentation> links = List.of(digit(1), digit(2));
    assertThatThrownBy(() -> OneOf.of()).hasMessageStartingWith("links must hold at least one");
    assertThatThrownBy(() -> new OneOf(links, List.of(1.0)))
        .hasMessage(
            "weights must be one for each of the 2 links, or none for all alike, but were 1");
    assertThatThrownBy(() -> new OneOf(links, List.of(1.0, Double.NaN)))
        .hasMessage("weights must be finite and not negative, but one was NaN");
    assertThatThrownBy(() -> new OneOf(links, List.of(0.0, 0.0)))
        .hasMessageStartingWith("weights must have a positive, finite sum");
    assertThatThrownBy(() -> SomeOf.of(2, digit(1)))
        .hasMessage("count must be from 0 to the number of links, 1, but was 2");
    assertThatThrownBy(() -> new WithProbability(Double.NaN, digit(1)))
        .hasMessage("probability must be from 0 to 1, but was NaN");
  }
}
