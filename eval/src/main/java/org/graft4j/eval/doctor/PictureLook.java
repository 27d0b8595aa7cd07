package org.graft4j.eval.doctor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.Optional;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Picture;
import org.graft4j.data.PictureReader;
import org.graft4j.data.UnreadablePictureException;
import org.graft4j.runtime.Sha256;

/**
 * What is kept of one picture after it was decoded once: about 2 KiB, and no pixels.
 *
 * @param item the picture
 * @param bytes of the file
 * @param digest SHA-256 of the file's bytes; empty if they could not be read
 * @param problem why it cannot be decoded; empty if it can
 * @param content what was in it; empty if it cannot be decoded
 */
record PictureLook(
    ImageItem item, long bytes, String digest, String problem, Optional<Content> content) {
  /** Beyond it nothing fits into an array. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - 8L;

  /** Chroma up to this, of 255, is what JPEG makes of grey. */
  private static final int GREY = 8;

  /**
   * What was seen in a picture.
   *
   * @param kind of the file
   * @param width upright
   * @param height upright
   * @param pixels SHA-256 of size and pixels
   * @param hash of the picture
   * @param mirrored hash of its mirror image
   * @param small for comparisons
   * @param grey whether there is no colour in it, however it is stored
   */
  record Content(
      PictureKind kind,
      int width,
      int height,
      String pixels,
      PerceptualHash hash,
      PerceptualHash mirrored,
      SmallPicture small,
      boolean grey) {

    int shorterSide() {
      return Math.min(width, height);
    }
  }

  /** Reads and decodes a file. Only too small a heap throws. */
  static PictureLook at(ImageItem item) {
    try {
      long size = Files.size(item.file());
      if (size > MOST_BYTES) {
        return new PictureLook(item, size, "", "it has " + size + " bytes", Optional.empty());
      }
      return of(item, Files.readAllBytes(item.file()));
    } catch (IOException e) {
      return new PictureLook(item, 0, "", "the file cannot be read (" + e + ")", Optional.empty());
    }
  }

  private static PictureLook of(ImageItem item, byte[] file) {
    MessageDigest digest = Sha256.digest();
    digest.update(file);
    String hex = Sha256.hex(digest);
    try {
      Picture picture = PictureReader.standard().read(file, item.id());
      return new PictureLook(
          item, file.length, hex, "", Optional.of(content(picture, PictureKind.of(file))));
    } catch (UnreadablePictureException e) {
      return new PictureLook(item, file.length, hex, e.reason(), Optional.empty());
    }
  }

  private static Content content(Picture picture, PictureKind kind) {
    MessageDigest digest = Sha256.digest();
    digest.update(ByteBuffer.allocate(8).putInt(picture.width()).putInt(picture.height()).flip());
    digest.update(picture.rgb());
    double[] luma = PerceptualHash.luma(picture);
    return new Content(
        kind,
        picture.width(),
        picture.height(),
        Sha256.hex(digest),
        PerceptualHash.ofLuma(luma),
        PerceptualHash.ofLuma(SmallPicture.mirrored(luma)),
        SmallPicture.of(luma),
        grey(picture.rgb()));
  }

  private static boolean grey(byte[] rgb) {
    for (int i = 0; i < rgb.length; i += 3) {
      int red = rgb[i] & 0xff;
      int green = rgb[i + 1] & 0xff;
      int blue = rgb[i + 2] & 0xff;
      int most = Math.max(red, Math.max(green, blue));
      int least = Math.min(red, Math.min(green, blue));
      if (most - least > GREY) {
        return false;
      }
    }
    return true;
  }
}
