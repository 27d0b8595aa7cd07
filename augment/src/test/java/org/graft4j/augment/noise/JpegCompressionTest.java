package org.graft4j.augment.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.graft4j.augment.GoldenTransforms;
import org.graft4j.augment.Range;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpegCompressionTest {

  private static Picture compressed(Picture picture, double quality) {
    return new JpegCompression(Range.of(quality)).draw(Seed.of(1).stream("jpeg")).apply(picture);
  }

  private static Picture photo() throws IOException {
    return GoldenTransforms.read("transforms/photo_64x48/input.png");
  }

  /** Mean absolute difference of two pictures' values. */
  private static double difference(Picture a, Picture b) {
    double sum = 0;
    for (int i = 0; i < a.rgb().length; i++) {
      sum += Math.abs((a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff));
    }
    return sum / a.rgb().length;
  }

  @Test
  void quality_lower_losesMore() throws IOException {
    double last = 0;
    for (int quality : new int[] {100, 95, 80, 50, 20, 5, 1}) {
      double loss = difference(photo(), compressed(photo(), quality));
      assertThat(loss).as("quality %d", quality).isGreaterThan(last);
      last = loss;
    }
  }

  /**
   * What comes back from a real file. The JDK's coder computes cosines in whole numbers: half a
   * step of 255 on average is room for coefficients that it rounds otherwise, a fifth of what is
   * lost.
   */
  @ParameterizedTest
  @CsvSource({
    "photo_64x48, 90",
    "photo_64x48, 50",
    "photo_64x48, 20",
    "shapes_61x47, 75",
    "text_75x56, 75"
  })
  void compressed_picture_isThatOfAFile(String name, int quality) throws IOException {
    Picture picture = GoldenTransforms.read("transforms/" + name + "/input.png");
    Picture expected = throughFile(picture, quality);
    double difference = difference(compressed(picture, quality), expected);
    assertThat(difference).isLessThan(0.5);
    assertThat(difference).isLessThan(difference(picture, expected) / 5);
  }

  private static Picture throughFile(Picture picture, int quality) throws IOException {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        int rgb = picture.value(x, y, 0) << 16 | picture.value(x, y, 1) << 8;
        image.setRGB(x, y, rgb | picture.value(x, y, 2));
      }
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionQuality(quality / 100f);
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return read(file.toByteArray());
  }

  private static Picture read(byte[] file) throws IOException {
    BufferedImage image =
        ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
    byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
    for (int y = 0, i = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int pixel = image.getRGB(x, y);
        rgb[i++] = (byte) (pixel >> 16);
        rgb[i++] = (byte) (pixel >> 8);
        rgb[i++] = (byte) pixel;
      }
    }
    return new Picture(image.getWidth(), image.getHeight(), rgb);
  }
}
