package org.graft4j.eval.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.graft4j.eval.doctor.PictureKind.Channels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureKindTest {

  @ParameterizedTest
  @CsvSource({
    "png, 5, PNG, COLOUR", "png, 2, PNG, ALPHA", "png, 10, PNG, GREY", "png, 13, PNG, COLOUR",
    "jpg, 5, JPEG, COLOUR", "jpg, 10, JPEG, GREY", "bmp, 5, BMP, COLOUR", "gif, 13, GIF, COLOUR"
  })
  void of_writtenPicture_isItsKind(String writer, int type, String format, Channels channels)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(new BufferedImage(9, 7, type), writer, bytes)).isTrue();
    PictureKind kind = PictureKind.of(bytes.toByteArray());
    assertThat(kind).isEqualTo(new PictureKind(format, channels));
    assertThat(kind.endings()).contains(writer);
  }

  /** Four components in the frame's header, behind a comment. */
  @ParameterizedTest
  @CsvSource({"4, CMYK", "3, COLOUR", "1, GREY"})
  void of_jpegHeader_countsComponents(int components, Channels channels) {
    byte[] head = {
      (byte) 0xff,
      (byte) 0xd8,
      (byte) 0xff,
      (byte) 0xfe,
      0,
      4,
      'h',
      'i',
      (byte) 0xff,
      (byte) 0xc2,
      0,
      20,
      8,
      0,
      7,
      0,
      9,
      (byte) components,
      1,
      0x11,
      0
    };
    assertThat(PictureKind.of(head).channels()).isEqualTo(channels);
  }
}
