package org.graft4j.eval.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.graft4j.data.Interpolation;
import org.graft4j.data.Picture;
import org.graft4j.data.PictureResize;
import org.graft4j.data.Seed;
import org.graft4j.data.synthetic.DrawnTask;
import org.junit.jupiter.api.Test;

class PerceptualHashTest {

  private static Picture drawn(int index) {
    return DrawnTask.target().draw(index % 3, 128, Seed.of(5).stream("hash", index));
  }

  private static Picture changed(Picture picture, int brighter) {
    byte[] rgb = picture.rgb().clone();
    Random noise = new Random(1);
    for (int i = 0; i < rgb.length; i++) {
      int value = (rgb[i] & 0xff) + brighter + noise.nextInt(9) - 4;
      rgb[i] = (byte) Math.max(0, Math.min(255, value));
    }
    return new Picture(picture.width(), picture.height(), rgb);
  }

  @Test
  void distance_resizedNoisyAndBrighter_isSmall() {
    for (int i = 0; i < 30; i++) {
      Picture picture = drawn(i);
      Picture other = changed(PictureResize.to(picture, 90, 77, Interpolation.BICUBIC), 12);
      assertThat(PerceptualHash.of(picture).distance(PerceptualHash.of(other)))
          .as("picture %d", i)
          .isLessThanOrEqualTo(6);
    }
  }

  @Test
  void distance_otherPictures_isLarge() {
    List<PerceptualHash> hashes =
        IntStream.range(0, 30).mapToObj(i -> PerceptualHash.of(drawn(i))).toList();
    for (int i = 0; i < hashes.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertThat(hashes.get(i).distance(hashes.get(j))).isGreaterThan(6);
      }
    }
  }

  @Test
  void of_oneColour_isBlank() {
    byte[] rgb = new byte[3 * 50 * 40];
    java.util.Arrays.fill(rgb, (byte) 130);
    assertThat(PerceptualHash.of(new Picture(50, 40, rgb)).blank()).isTrue();
  }
}
