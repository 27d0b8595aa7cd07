package org.graft4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.graft4j.testing.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReaderTest {
  private static final PictureReader READER = PictureReader.standard();

  private static byte[] golden(String name) throws IOException {
    return Files.readAllBytes(Golden.path(name));
  }

  private static byte[] replaced(byte[] bytes, int at, int... values) {
    byte[] copy = bytes.clone();
    for (int i = 0; i < values.length; i++) {
      copy[at + i] = (byte) values[i];
    }
    return copy;
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    "img_png_huge_dimensions.png, above the limit",
    "img_png_bomb.png, above the limit",
    "img_png_zero_width.png, its size is 0x",
    "img_png_bad_crc.png, wrong checksum",
    "img_jpeg_truncated.jpg, truncated",
    "img_jpeg_header_only.jpg, truncated",
    "img_text.jpg, its content is no JPEG",
    "img_empty.png, is empty"
  })
  void reader_hostileFile_isRefusedByNameAndReason(String file, String reason) {
    assertThatThrownBy(() -> READER.read(Golden.path("formats/hostile/" + file)))
        .isInstanceOf(UnreadablePictureException.class)
        .hasMessageContaining(file)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("\n");
  }

  @Test
  void reader_pngNamedJpg_isReadByContent() throws IOException {
    Picture picture = READER.read(Golden.path("formats/hostile/img_png_named.jpg"));
    assertThat(picture).hasToString("Picture[20x10]");
  }

  /** A half picture with a grey rest would train on grey. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "photo_300x200_q90_420.jpg",
        "progressive_200x150.jpg",
        "cmyk_128x96.jpg",
        "rgba_90x110.png",
        "interlaced_33x21.png",
        "bmp_37x29.bmp"
      })
  void reader_fileCutAnywhere_isRefused(String file) throws IOException {
    byte[] whole = golden("images/" + file);
    for (int cut = 1; cut < whole.length; cut += Math.max(1, whole.length / 150)) {
      byte[] part = Arrays.copyOf(whole, cut);
      assertThatThrownBy(() -> READER.read(part, file))
          .as("%d of %d bytes", cut, whole.length)
          .isInstanceOf(UnreadablePictureException.class);
    }
  }

  /** The end marker can be there although data before it is missing. */
  @Test
  void reader_jpegWithAHoleInItsData_isRefused() throws IOException {
    byte[] whole = golden("images/photo_300x200_q90_420.jpg");
    byte[] hole =
        joined(
            Arrays.copyOf(whole, whole.length / 2),
            Arrays.copyOfRange(whole, whole.length - 2, whole.length));
    assertThatThrownBy(() -> READER.read(hole, "hole.jpg"))
        .isInstanceOf(UnreadablePictureException.class)
        .hasMessageContaining("truncated");
  }

  /** Whatever the bytes are: pixels or an UnreadablePictureException, nothing else. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "photo_130x95_q80_422.jpg",
        "progressive_200x150.jpg",
        "exif6_120x80.jpg",
        "palette_100x80.png",
        "exif8_60x40.png",
        "bmp_37x29.bmp"
      })
  void reader_randomlyDamagedFile_isReadOrRefusedCleanly(String file) throws IOException {
    byte[] whole = golden("images/" + file);
    Random random = new Random(1);
    int refused = 0;
    for (int round = 0; round < 300; round++) {
      byte[] damaged = whole.clone();
      for (int i = 0; i <= round % 4; i++) {
        int range = round % 2 == 0 ? Math.min(200, whole.length) : whole.length;
        damaged[random.nextInt(range)] = (byte) random.nextInt(256);
      }
      try {
        READER.withMaxPixels(1_000_000).read(damaged, file);
      } catch (UnreadablePictureException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  /** Pillow accepts these, and every pixel is right. */
  @Test
  void reader_jpegWithStrayBytes_isRead() throws IOException {
    byte[] whole = golden("images/photo_161x107_q95_444.jpg");
    byte[] expected = READER.read(whole, "whole.jpg").rgb();
    byte[] stray = {0, 1, 2, 3};
    byte[] eoi = {(byte) 0xff, (byte) 0xd9};
    byte[] behind = joined(whole, stray);
    byte[] beforeEnd = joined(Arrays.copyOf(whole, whole.length - 2), stray, eoi);
    assertThat(READER.read(behind, "behind.jpg").rgb()).isEqualTo(expected);
    assertThat(READER.read(beforeEnd, "before.jpg").rgb()).isEqualTo(expected);
  }

  /**
   * Four-component JPEGs with the Adobe transform 2 hold YCC and K: the JDK does not convert it.
   */
  @Test
  void reader_ycckJpeg_isConverted() throws IOException {
    byte[] cmyk = golden("images/cmyk_128x96.jpg");
    int adobe = new String(cmyk, StandardCharsets.ISO_8859_1).indexOf("Adobe");
    assertThat(cmyk[adobe + 11]).isZero();
    Picture ycck = READER.read(replaced(cmyk, adobe + 11, 2), "ycck.jpg");

    byte[] raw = samples(replaced(cmyk, adobe + 11, 2));
    for (int i = 0; i < raw.length / 4; i++) {
      double y = raw[4 * i] & 0xff;
      double cb = (raw[4 * i + 1] & 0xff) - 128;
      double cr = (raw[4 * i + 2] & 0xff) - 128;
      double k = (raw[4 * i + 3] & 0xff) / 255.0;
      double[] rgb = {y + 1.402 * cr, y - 0.344136 * cb - 0.714136 * cr, y + 1.772 * cb};
      for (int c = 0; c < 3; c++) {
        double expected = (255 - Math.max(0, Math.min(255, rgb[c]))) * k;
        assertThat(Math.abs((ycck.rgb()[3 * i + c] & 0xff) - expected)).isLessThan(1.01);
      }
    }
  }

  private static byte[] samples(byte[] jpeg) throws IOException {
    var reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg))) {
      reader.setInput(in);
      var buffer = reader.readRaster(0, null).getDataBuffer();
      return ((DataBufferByte) buffer).getData();
    } finally {
      reader.dispose();
    }
  }

  /** A header may claim any size: it is no reason to take memory. */
  @Test
  void reader_jpegThatDeclaresMoreThanItsDataHolds_isRefusedBeforeDecoding() throws IOException {
    byte[] whole = golden("images/grey_100x75.jpg");
    int sof = 0;
    while ((whole[sof] & 0xff) != 0xff || (whole[sof + 1] & 0xff) != 0xc0) {
      sof++;
    }
    byte[] claims = replaced(whole, sof + 5, 0x32, 0xc8, 0x32, 0xc8);
    assertThatThrownBy(() -> READER.read(claims, "claims.jpg"))
        .isInstanceOf(UnreadablePictureException.class)
        .hasMessageContaining("cannot hold the declared 13000x13000 pixels");
  }

  @Test
  void reader_pictureAboveAnOwnLimit_isRefused() throws IOException {
    byte[] bytes = golden("images/one_pixel.png");
    assertThat(READER.withMaxPixels(1).read(bytes, "one.png").width()).isEqualTo(1);
    byte[] larger = golden("images/interlaced_33x21.png");
    assertThat(READER.withMaxPixels(33 * 21).read(larger, "x.png").width()).isEqualTo(33);
    assertThatThrownBy(() -> READER.withMaxPixels(33 * 21 - 1).read(larger, "x.png"))
        .hasMessageContaining("it declares 33x21 pixels, above the limit of 692");
    assertThatThrownBy(() -> READER.withMaxPixels(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 012345",
    "2, 103254",
    "3, 543210",
    "4, 452301",
    "5, 024135",
    "6, 420531",
    "7, 531420",
    "8, 135024"
  })
  void orientation_eachValue_movesPixelsAsTheStandardSays(int value, String expected) {
    // Two columns, three rows: 01 / 23 / 45.
    byte[] rgb = new byte[18];
    for (int i = 0; i < 18; i++) {
      rgb[i] = (byte) (i / 3);
    }
    Picture upright = new ExifOrientation(value).apply(new Picture(2, 3, rgb));
    StringBuilder order = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      order.append(upright.rgb()[3 * i]);
    }
    assertThat(order).hasToString(expected);
    assertThat(upright.width()).isEqualTo(value >= 5 ? 3 : 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void reader_paletteOfAnyDepth_isReadFromPngGifAndBmp(int bits) throws IOException {
    BufferedImage image = palette(bits);
    for (String format : new String[] {"png", "gif", "bmp"}) {
      if (format.equals("bmp") && bits == 2) {
        continue;
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      assertThat(ImageIO.write(image, format, out)).isTrue();
      Picture read = READER.read(out.toByteArray(), format);
      assertThat(read.rgb()).as(format).isEqualTo(rgb(image));
    }
  }

  private static BufferedImage palette(int bits) {
    int colours = 1 << bits;
    byte[] r = new byte[colours];
    byte[] g = new byte[colours];
    byte[] b = new byte[colours];
    new Random(2).nextBytes(r);
    new Random(3).nextBytes(g);
    new Random(4).nextBytes(b);
    var model = new IndexColorModel(bits, colours, r, g, b);
    var raster = model.createCompatibleWritableRaster(61, 47);
    Random random = new Random(5);
    for (int y = 0; y < 47; y++) {
      for (int x = 0; x < 61; x++) {
        raster.setSample(x, y, 0, random.nextInt(colours));
      }
    }
    return new BufferedImage(model, raster, false, null);
  }

  private static byte[] rgb(BufferedImage image) {
    byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
    for (int i = 0; i < rgb.length / 3; i++) {
      int pixel = image.getRGB(i % image.getWidth(), i / image.getWidth());
      rgb[3 * i] = (byte) (pixel >> 16);
      rgb[3 * i + 1] = (byte) (pixel >> 8);
      rgb[3 * i + 2] = (byte) pixel;
    }
    return rgb;
  }

  /** Pillow lays the first frame on the screen; what it leaves free has the first colour. */
  @Test
  void reader_gifFrameSmallerThanItsScreen_isLaidOnTheScreen() throws IOException {
    int[] gif = {
      'G',
      'I',
      'F',
      '8',
      '9',
      'a',
      4,
      0,
      3,
      0,
      0x80,
      0,
      0, // a screen of 4x3, two colours
      10,
      20,
      30,
      200,
      210,
      220, //
      0x2c,
      1,
      0,
      1,
      0,
      2,
      0,
      1,
      0,
      0, // a frame of 2x1 at (1, 1), from the top
      2,
      2,
      0x4c,
      0x0a,
      0,
      0x3b // clear, 1, 1, end
    };
    byte[] bytes = new byte[gif.length];
    for (int i = 0; i < gif.length; i++) {
      bytes[i] = (byte) gif[i];
    }
    Picture picture = READER.read(bytes, "small.gif");
    assertThat(picture).hasToString("Picture[4x3]");
    for (int i = 0; i < 12; i++) {
      boolean inFrame = i == 5 || i == 6;
      assertThat(picture.value(i % 4, i / 4, 0)).as("pixel %d", i).isEqualTo(inFrame ? 200 : 10);
    }
  }

  @Test
  void reader_gifCutAnywhereInItsFrame_isRefused() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(palette(8), "gif", out);
    byte[] whole = out.toByteArray();
    for (int cut = 6; cut < whole.length - 4; cut += 20) {
      byte[] part = Arrays.copyOf(whole, cut);
      assertThatThrownBy(() -> READER.read(part, "cut.gif"))
          .as("%d of %d bytes", cut, whole.length)
          .isInstanceOf(UnreadablePictureException.class);
    }
  }

  @Test
  void reader_lossyWebp_isReadAsRgb() throws IOException {
    byte[] webp = webp(90);
    Picture picture = READER.read(webp, "red.webp");
    assertThat(picture).hasToString("Picture[40x30]");
    assertThat(picture.value(20, 15, 0)).isGreaterThan(180);
    assertThat(picture.value(20, 15, 2)).isLessThan(80);
    byte[] cut = Arrays.copyOf(webp, webp.length - 10);
    assertThatThrownBy(() -> READER.read(cut, "cut.webp")).hasMessageContaining("truncated");
  }

  @Test
  void reader_losslessWebp_isReadOnlyOnRequest() throws IOException {
    byte[] webp = webp(101);
    assertThatThrownBy(() -> READER.read(webp, "lossless.webp"))
        .isInstanceOf(UnreadablePictureException.class)
        .hasMessageContaining("convert it to PNG");
    Picture picture = READER.withLosslessWebp(true).read(webp, "lossless.webp");
    assertThat(picture.value(20, 15, 0)).isEqualTo(200);
    assertThat(picture.value(20, 15, 1)).isEqualTo(60);
    assertThat(picture.value(20, 15, 2)).isEqualTo(40);
  }

  /** A red picture of 40x30, written by OpenCV; a quality above 100 means lossless. */
  private static byte[] webp(int quality) {
    try (Mat bgr = new Mat(30, 40, opencv_core.CV_8UC3, new Scalar(40, 60, 200, 0));
        BytePointer out = new BytePointer()) {
      var parameters = new IntPointer(opencv_imgcodecs.IMWRITE_WEBP_QUALITY, quality);
      assertThat(opencv_imgcodecs.imencode(".webp", bgr, out, parameters)).isTrue();
      byte[] bytes = new byte[(int) out.limit()];
      out.get(bytes);
      return bytes;
    }
  }
}
