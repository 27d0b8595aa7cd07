package org.graft4j.augment.occlusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.graft4j.augment.Fill;
import org.graft4j.augment.GoldenTransforms;
import org.graft4j.augment.Pictures;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Mask;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OcclusionTransformsTest {
  private static final Fill GREY = new Fill(117, 117, 117);
  private static final Range ONE = Range.of(1);

  private static Draw draw(Transform transform, long item) {
    return transform.draw(Seed.of(3).stream("test", item));
  }

  private record Given(List<Box> given, Fill fill) implements Hiding {
    @Override
    public List<Box> boxes(int width, int height) {
      return given;
    }
  }

  @TestFactory
  List<DynamicTest> erase_onGoldenPicture_equalsTorchvision() throws IOException {
    return GoldenTransforms.equal(
        Map.of(
            "erase",
            (picture, op) -> {
              JsonNode at = op.get("params");
              int left = at.get("j").intValue();
              int top = at.get("i").intValue();
              Box box =
                  new Box(left, top, left + at.get("w").intValue(), top + at.get("h").intValue());
              return new Given(List.of(box), Fill.BLACK).apply(picture);
            }));
  }

  static Stream<Transform> all() {
    return Stream.of(
        new RandomErasing(new Range(0.1, 0.4), new Range(0.3, 3.3), GREY, 1),
        new Cutout(Range.of(0.5), GREY),
        new GridMask(new Range(0.3, 0.9), 0.6, GREY));
  }

  /** What the mask loses is what the picture does not show. */
  @ParameterizedTest
  @MethodSource("all")
  void apply_pictureAndMask_hidesTheSamePixels(Transform transform) {
    Picture picture = Pictures.noise(40, 30, 1);
    byte[] before = picture.rgb().clone();
    Mask mask = new Mask(40, 30, new byte[40 * 30], 9);
    for (int item = 0; item < 20; item++) {
      Draw draw = draw(transform, item);
      Picture result = draw.apply(picture);
      Mask labels = draw.apply(mask);
      for (int i = 0; i < 40 * 30; i++) {
        boolean hidden = labels.classes()[i] == 9;
        for (int c = 0; c < 3; c++) {
          byte expected = hidden ? 117 : before[3 * i + c];
          assertThat(result.rgb()[3 * i + c]).isEqualTo(expected);
        }
      }
      assertThat(labels.classes()).contains(9);
    }
    assertThat(picture.rgb()).isEqualTo(before);
    assertThat(mask.classes()).containsOnly(0);
  }

  @ParameterizedTest
  @MethodSource("all")
  void apply_thinPicture_keepsItsSize(Transform transform) {
    int[][] sizes = {{1, 1}, {1, 500}, {500, 1}};
    for (int[] size : sizes) {
      for (int item = 0; item < 20; item++) {
        Draw draw = draw(transform, item);
        Picture result = draw.apply(Pictures.grey(size[0], size[1], 4));
        assertThat(result.width()).isEqualTo(size[0]);
        assertThat(result.height()).isEqualTo(size[1]);
        assertThat(draw.apply(Pictures.mask(size[0], size[1], 4)).width()).isEqualTo(size[0]);
      }
    }
  }

  @Test
  void erasing_manyDraws_hasAreaAndRatioInRange() {
    Transform erasing = new RandomErasing(new Range(0.05, 0.2), new Range(0.5, 2), GREY, 1);
    double least = 1;
    double most = 0;
    for (int item = 0; item < 500; item++) {
      Box box = ((Hiding) draw(erasing, item)).boxes(400, 300).get(0);
      double width = box.right() - box.left();
      double height = box.bottom() - box.top();
      double area = width * height / (400 * 300);
      // Half a pixel of a side of at least 54.
      assertThat(area).isBetween(0.05 * 0.98, 0.2 * 1.02);
      assertThat(height / width).isBetween(0.5 * 0.98, 2 * 1.02);
      assertThat(box.within(400, 300)).isEqualTo(box);
      least = Math.min(least, area);
      most = Math.max(most, area);
    }
    assertThat(least).isLessThan(0.06);
    assertThat(most).isGreaterThan(0.19);
  }

  @Test
  void erasing_probability_isTheShareOfChanges() {
    Transform erasing = new RandomErasing(Range.of(0.1), ONE, GREY, 0.3);
    int changed = 0;
    for (int item = 0; item < 2000; item++) {
      changed += draw(erasing, item).equals(Draw.NOTHING) ? 0 : 1;
    }
    assertThat(changed / 2000.0).isCloseTo(0.3, Offset.offset(0.04));
  }

  /** Wholly inside with a chance of a quarter at half the side: centres are uniform. */
  @Test
  void cutout_manyDraws_hasItsCentreAnywhere() {
    Transform cutout = new Cutout(Range.of(0.5), GREY);
    int whole = 0;
    for (int item = 0; item < 2000; item++) {
      Box box = ((Hiding) draw(cutout, item)).boxes(100, 100).get(0);
      assertThat(box.right() - box.left()).isEqualTo(50);
      whole += box.within(100, 100).equals(box) ? 1 : 0;
    }
    // 51 of 100 places are inside each way; 5 standard errors of 1 %.
    assertThat(whole / 2000.0).isCloseTo(0.26, Offset.offset(0.05));
  }

  /** Over many offsets the hidden share of a picture is (1 - r)^2. */
  @Test
  void gridMask_manyDraws_hidesItsShare() {
    Transform grid = new GridMask(Range.of(0.2), 0.6, GREY);
    Mask mask = new Mask(100, 100, new byte[10000], 9);
    double hidden = 0;
    for (int item = 0; item < 400; item++) {
      for (byte label : draw(grid, item).apply(mask).classes()) {
        hidden += label == 9 ? 1 : 0;
      }
    }
    // Units fit five times: each draw hides the same number, 8 x 8 of 20 x 20.
    assertThat(hidden / 400 / 10000).isEqualTo(0.16);
  }

  @Test
  void gridMask_thatKeepsAll_isThePicture() {
    Picture picture = Pictures.noise(20, 20, 1);
    Draw draw = draw(new GridMask(Range.of(0.3), 1, GREY), 0);
    assertThat(draw.apply(picture)).isSameAs(picture);
  }

  @Test
  void parameters_outOfRange_areRefusedByName() {
    refused(
        () -> new RandomErasing(Range.of(2), ONE, GREY, 1),
        "scaleRange must lie within 0 to 1, but was");
    refused(
        () -> new RandomErasing(ONE, Range.of(0), GREY, 1), "ratioRange must be positive, but was");
    refused(
        () -> new RandomErasing(ONE, ONE, GREY, -1), "probability must be from 0 to 1, but was -1");
    refused(
        () -> new Cutout(Range.of(0), GREY), "sideRange must be above 0 and at most 2, but was");
    refused(
        () -> new GridMask(Range.of(0.01), 0.5, GREY),
        "unitRange must lie within 0.02 to 2, but was");
    refused(() -> new GridMask(ONE, 1.5, GREY), "keep must be from 0 to 1, but was 1.5");
  }

  private static void refused(Runnable maker, String message) {
    assertThatIllegalArgumentException().isThrownBy(maker::run).withMessageStartingWith(message);
  }
}
