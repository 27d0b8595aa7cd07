package org.graft4j.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Decodes picture files to 8-bit RGB with the pixels that Pillow's {@code convert("RGB")} gives,
 * and turns them upright by their EXIF orientation.
 *
 * <p>JPEG (baseline, progressive, grey, CMYK, YCCK), PNG, BMP, the first frame of a GIF, and WebP
 * where OpenCV's natives are present. The format is told by the content, not by the suffix. Alpha
 * is dropped without blending, 16-bit samples keep their high byte, embedded colour profiles are
 * not applied. A truncated or damaged file is refused, never filled up with grey; a file is also
 * refused by the size that it declares, before memory is taken for it. Pictures that are decoded at
 * the same time share half of the Java heap: those that do not fit wait for the others. A heap that
 * is too small even so ends in an {@link OutOfMemoryError}, and never in an unreadable picture.
 *
 * <p>One known difference from Pillow: JPEGs with 4:4:0 subsampling (rare; vertical only) are
 * upsampled by repetition here and by interpolation there. Immutable and thread-safe.
 */
public final class PictureReader {
  /** The size from which Pillow, too, refuses: twice its warning threshold. */
  public static final long DEFAULT_MAX_PIXELS = 178_956_970;

  /** The most pixels whose bytes one Java array holds. */
  private static final long PIXELS_IN_AN_ARRAY = (Integer.MAX_VALUE - 8) / 3;

  private static final PictureReader STANDARD =
      new PictureReader(
          DEFAULT_MAX_PIXELS, true, false, new DecodingMemory(Runtime.getRuntime().maxMemory()));

  private final long maxPixels;
  private final boolean upright;
  private final boolean losslessWebp;

  /** One for all readers, since they share one heap. */
  private final DecodingMemory memory;

  private PictureReader(
      long maxPixels, boolean upright, boolean losslessWebp, DecodingMemory memory) {
    this.maxPixels = maxPixels;
    this.upright = upright;
    this.losslessWebp = losslessWebp;
    this.memory = memory;
  }

  /** The reader with the default limit, which applies the EXIF orientation. */
  public static PictureReader standard() {
    return STANDARD;
  }

  /**
   * The same reader with another limit.
   *
   * @param pixels the largest accepted {@code width * height}, 1 to 715 827 879
   */
  public PictureReader withMaxPixels(long pixels) {
    if (pixels < 1 || pixels > PIXELS_IN_AN_ARRAY) {
      throw new IllegalArgumentException(
          "pixels must be 1 to " + PIXELS_IN_AN_ARRAY + ", but was " + pixels);
    }
    return new PictureReader(pixels, upright, losslessWebp, memory);
  }

  /** The same reader, which applies the EXIF orientation or gives the pixels as they are stored. */
  public PictureReader withExifOrientation(boolean applied) {
    return new PictureReader(maxPixels, applied, losslessWebp, memory);
  }

  /**
   * The same reader, which also accepts lossless WebP, or not. Off by default: libwebp in the
   * OpenCV release that DL4J brings (4.5.5) writes beyond its memory on a crafted lossless file
   * (CVE-2023-4863), so switch it on for files of known origin only.
   */
  public PictureReader withLosslessWebp(boolean accepted) {
    return new PictureReader(maxPixels, upright, accepted, memory);
  }

  /**
   * Reads and decodes a file.
   *
   * @throws UnreadablePictureException if it is no picture, damaged, truncated or too large
   * @throws IOException if the file cannot be read
   */
  public Picture read(Path file) throws IOException {
    return with(file, picture -> picture);
  }

  /**
   * Reads a file for a use during which its memory counts as taken. What the use returns should be
   * small.
   */
  <T> T with(Path file, Function<Picture, T> use) throws IOException {
    long size = Files.size(file);
    if (size > Integer.MAX_VALUE - 8) {
      throw new UnreadablePictureException(
          file.toString(), "it has " + size + " bytes, more than any picture within the limit");
    }
    try (DecodingMemory.Room room = memory.enter()) {
      room.bytes(size);
      return use.apply(decode(Files.readAllBytes(file), file.toString(), room));
    }
  }

  /**
   * Decodes a file's content.
   *
   * @param bytes not changed
   * @param name what errors call it
   */
  public Picture read(byte[] bytes, String name) throws UnreadablePictureException {
    try (DecodingMemory.Room room = memory.enter()) {
      return decode(bytes, name, room);
    }
  }

  private Picture decode(byte[] bytes, String name, DecodingMemory.Room room)
      throws UnreadablePictureException {
    EncodedPicture encoded = new EncodedPicture(name, bytes, maxPixels, room::pixels);
    if (bytes.length == 0) {
      throw encoded.unreadable("the file is empty");
    }
    PictureFormat format =
        PictureFormat.of(encoded)
            .orElseThrow(() -> encoded.unreadable("its content is no JPEG, PNG, BMP, GIF or WebP"));
    try {
      return decode(format, encoded);
    } catch (RuntimeException e) {
      // Decoders met something that they did not foresee; whatever it is, the file is the cause.
      UnreadablePictureException wrapped =
          encoded.unreadable("the " + format + " data is damaged (" + e + ")");
      wrapped.initCause(e);
      throw wrapped;
    }
  }

  private Picture decode(PictureFormat format, EncodedPicture encoded)
      throws UnreadablePictureException {
    return switch (format) {
      case JPEG -> {
        JpegStream stream = JpegStream.parse(encoded);
        yield oriented(JpegDecoder.decode(encoded, stream), stream.orientation());
      }
      case PNG -> {
        PngChunks chunks = PngChunks.parse(encoded);
        yield oriented(PngDecoder.decode(encoded, chunks), chunks.orientation());
      }
      case WEBP -> {
        WebpContainer container = WebpContainer.parse(encoded, losslessWebp);
        yield oriented(WebpDecoder.decode(encoded, container), container.orientation());
      }
      case BMP -> BmpDecoder.decode(encoded);
      case GIF -> GifDecoder.decode(encoded);
    };
  }

  private Picture oriented(Picture picture, ExifOrientation orientation) {
    return upright ? orientation.apply(picture) : picture;
  }
}
