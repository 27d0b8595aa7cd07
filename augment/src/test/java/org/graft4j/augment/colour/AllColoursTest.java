package org.graft4j.augment.colour;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.graft4j.data.Picture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * All 2^24 colours, once each, in a picture of 4096 x 4096: pixel i is (i / 65536, i / 256 mod 256,
 * i mod 256). The digests are those of what Pillow 12.3.0 makes of it: {@code ImageEnhance.Color},
 * and for the hue {@code convert("HSV")}, the steps added modulo 256, and back.
 */
@Tag("slow")
class AllColoursTest {

  @ParameterizedTest
  @CsvSource({
    "0, 117f7237e5d272e10db1172e862e82389e9329a68811e5b66d5cb576cd276c57",
    "25, 4d84454d50c66634d31d69a7d75ef94dc6d9b0f1463a733f45ad31ae152e1a0f",
    "230, 772c1f420d079b4a734aea29d56e9810008b29262bcbadc5e5c34844e5198430"
  })
  void hue_ofEveryColour_equalsPillow(int steps, String digest) throws NoSuchAlgorithmException {
    byte[] rgb = colours();
    HueTurn.turn(rgb, rgb, steps);
    assertThat(sha256(rgb)).isEqualTo(digest);
  }

  @ParameterizedTest
  @CsvSource({
    "0.3, 3d4c2f26fa7a5d9bb451adee94b0eb482f8785d23b4757b3c75e1c5fe3e5e00c",
    "1.7, 240c7601eb9d871d4aeb5a0857f8d2ae3d70a2a48814ce35edc88ef51034f2ef"
  })
  void saturation_ofEveryColour_equalsPillow(double factor, String digest)
      throws NoSuchAlgorithmException {
    Picture picture = new Picture(4096, 4096, colours());
    assertThat(sha256(new Canvas(picture).saturation(factor).picture().rgb())).isEqualTo(digest);
  }

  private static byte[] colours() {
    byte[] rgb = new byte[3 << 24];
    for (int i = 0; i < 1 << 24; i++) {
      rgb[3 * i] = (byte) (i >> 16);
      rgb[3 * i + 1] = (byte) (i >> 8);
      rgb[3 * i + 2] = (byte) i;
    }
    return rgb;
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
