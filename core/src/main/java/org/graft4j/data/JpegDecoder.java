package org.graft4j.data;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * JPEG to RGB. The JDK's reader, which is the Independent JPEG Group's library, gives the samples;
 * the colours are converted here by that library's formulas, since the JDK's conversion applies a
 * gamma to grey and does not know CMYK.
 */
final class JpegDecoder {
  private JpegDecoder() {}

  static Picture decode(EncodedPicture data, JpegStream stream) throws UnreadablePictureException {
    byte[] samples = samples(data, stream);
    int width = stream.width();
    int height = stream.height();
    switch (stream.colours()) {
      case RGB -> {}
      case YCBCR -> JpegColours.yccToRgb(samples, 3);
      case GREY -> samples = JpegColours.greyToRgb(samples);
      case CMYK -> samples = JpegColours.invertedCmykToRgb(samples);
      case YCCK -> {
        JpegColours.yccToRgb(samples, 4);
        // YCCK codes 255 - C, and Adobe's files store C inverted: what comes out is inverted again.
        samples = JpegColours.rgbkToRgb(samples);
      }
    }
    return new Picture(width, height, samples);
  }

  private static byte[] samples(EncodedPicture data, JpegStream stream)
      throws UnreadablePictureException {
    ImageReader reader = jdkReader();
    String[] damage = new String[1];
    try (ImageInputStream input =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(stream.withoutMetadata()))) {
      reader.setInput(input, true, true);
      reader.addIIOReadWarningListener(
          (source, warning) -> {
            if (!isHarmless(warning)) {
              damage[0] = warning;
            }
          });
      Raster raster = reader.readRaster(0, null);
      if (damage[0] != null) {
        throw data.unreadable("the JPEG data is damaged or truncated (" + damage[0] + ")");
      }
      return interleaved(data, stream, raster);
    } catch (UnreadablePictureException e) {
      throw e;
    } catch (IOException e) {
      UnreadablePictureException wrapped =
          data.unreadable("the JPEG data is damaged (" + e.getMessage() + ")");
      wrapped.initCause(e);
      throw wrapped;
    } finally {
      reader.dispose();
    }
  }

  private static byte[] interleaved(EncodedPicture data, JpegStream stream, Raster raster)
      throws UnreadablePictureException {
    byte[] samples = ((DataBufferByte) raster.getDataBuffer()).getData();
    long expected = (long) stream.width() * stream.height() * stream.components();
    if (samples.length != expected) {
      throw data.unreadable(
          "the JPEG decoder gave %d samples in place of %d", samples.length, expected);
    }
    return samples;
  }

  /** Warnings after which all pixels are still right, and which Pillow passes over, too. */
  private static boolean isHarmless(String warning) {
    return warning.contains("extraneous bytes before marker")
        || warning.contains("Invalid SOS parameters");
  }

  /** The JDK's own reader even where a plug-in on the class path comes before it. */
  private static ImageReader jdkReader() {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
        return reader;
      }
    }
    throw new IllegalStateException("this Java runtime has no JPEG reader (module java.desktop)");
  }
}
