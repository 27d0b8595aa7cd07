package org.graft4j.data;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.PackedColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Windows bitmaps to RGB by the JDK's reader: its samples are taken, its colour conversion is not.
 */
final class BmpDecoder {
  private static final int OLD_HEADER = 12;
  private static final int RLE8 = 1;
  private static final int RLE4 = 2;
  private static final int BITFIELDS = 3;

  private BmpDecoder() {}

  static Picture decode(EncodedPicture data) throws UnreadablePictureException {
    checkHeader(data);
    ImageReader reader = jdkReader();
    try (ImageInputStream input =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(data.bytes()))) {
      reader.setInput(input, true, true);
      return rgb(reader.read(0));
    } catch (IOException e) {
      UnreadablePictureException wrapped =
          data.unreadable("the BMP data is damaged or truncated (" + e + ")");
      wrapped.initCause(e);
      throw wrapped;
    } finally {
      reader.dispose();
    }
  }

  private static void checkHeader(EncodedPicture data) throws UnreadablePictureException {
    if (data.length() < 34) {
      throw data.unreadable("truncated: a BMP of " + data.length() + " bytes");
    }
    long header = data.u32le(14);
    boolean old = header == OLD_HEADER;
    long width = old ? data.u16le(18) : (int) data.u32le(18);
    // A negative height says that the rows go from the top.
    long height = old ? data.u16le(20) : Math.abs((long) (int) data.u32le(22));
    long bits = old ? data.u16le(24) : data.u16le(28);
    long compression = old ? 0 : data.u32le(30);
    data.checkSize(width, height);
    if (compression > BITFIELDS) {
      throw data.unreadable("BMPs of compression " + compression + " are not read");
    }
    long present = data.length() - data.u32le(10);
    boolean runs = compression == RLE8 || compression == RLE4;
    // Two bytes of a run stand for 255 pixels at most; other rows are padded to four bytes.
    long needed = runs ? width * height / 255 * 2 : (width * bits + 31) / 32 * 4 * height;
    data.checkFilled(width, height, needed, present);
  }

  private static Picture rgb(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[3 * width * height];
    Raster raster = image.getRaster();
    ColorModel colours = image.getColorModel();
    int[] pixel = new int[raster.getNumBands()];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        raster.getPixel(x, y, pixel);
        if (colours instanceof IndexColorModel palette) {
          int colour = palette.getRGB(pixel[0]);
          rgb[at++] = (byte) (colour >> 16);
          rgb[at++] = (byte) (colour >> 8);
          rgb[at++] = (byte) colour;
        } else {
          for (int c = 0; c < 3; c++) {
            int sample = pixel[Math.min(c, pixel.length - 1)];
            // Fields of less than eight bits are widened as Pillow does: rounded down.
            rgb[at++] =
                (byte)
                    (colours instanceof PackedColorModel
                        ? sample * 255 / ((1 << colours.getComponentSize(c)) - 1)
                        : sample);
          }
        }
      }
    }
    return new Picture(width, height, rgb);
  }

  private static ImageReader jdkReader() {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("bmp");
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
        return reader;
      }
    }
    throw new IllegalStateException("this Java runtime has no BMP reader (module java.desktop)");
  }
}
