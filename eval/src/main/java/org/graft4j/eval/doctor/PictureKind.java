package org.graft4j.eval.doctor;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * What the bytes of a picture file say of its kind, whatever its name is. Only for files that can
 * be decoded.
 *
 * @param format say {@code JPEG}
 * @param channels how its colours are stored
 */
record PictureKind(String format, Channels channels) {
  /** How colours are stored. */
  enum Channels {
    COLOUR,
    GREY,
    ALPHA,
    CMYK;

    /** In a sentence. */
    String text() {
      return this == CMYK ? name() : name().toLowerCase(Locale.ROOT);
    }
  }

  static PictureKind of(byte[] file) {
    if (has(file, 0, "\u0089PNG")) {
      return new PictureKind("PNG", png(file));
    }
    if (has(file, 0, "\u00ff\u00d8\u00ff")) {
      return new PictureKind("JPEG", jpeg(file));
    }
    if (has(file, 0, "GIF8")) {
      return new PictureKind("GIF", Channels.COLOUR);
    }
    if (has(file, 0, "RIFF")) {
      boolean alpha = has(file, 12, "VP8X") && file.length > 20 && (file[20] & 0x10) != 0;
      return new PictureKind("WebP", alpha ? Channels.ALPHA : Channels.COLOUR);
    }
    return new PictureKind("BMP", Channels.COLOUR);
  }

  /** The endings that files of the format have, in lower case. */
  List<String> endings() {
    return switch (format) {
      case "JPEG" -> List.of("jpg", "jpeg", "jpe", "jfif");
      case "BMP" -> List.of("bmp", "dib");
      default -> List.of(format.toLowerCase(Locale.ROOT));
    };
  }

  private static boolean has(byte[] file, int at, String text) {
    return file.length >= at + text.length()
        && new String(file, at, text.length(), StandardCharsets.ISO_8859_1).equals(text);
  }

  private static Channels png(byte[] file) {
    int type = file.length > 25 ? file[25] : 2;
    return switch (type) {
      case 0 -> Channels.GREY;
      case 4, 6 -> Channels.ALPHA;
      default -> Channels.COLOUR;
    };
  }

  /** The number of components stands in the frame's header, behind segments of any length. */
  private static Channels jpeg(byte[] file) {
    int at = 2;
    while (at + 9 < file.length) {
      if ((file[at] & 0xff) != 0xff) {
        return Channels.COLOUR;
      }
      int marker = file[at + 1] & 0xff;
      if (marker == 0xff) {
        at++; // padding
        continue;
      }
      boolean frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8;
      if (frame && marker != 0xcc) {
        return switch (file[at + 9]) {
          case 1 -> Channels.GREY;
          case 4 -> Channels.CMYK;
          default -> Channels.COLOUR;
        };
      }
      at += 2 + (file[at + 2] & 0xff) * 256 + (file[at + 3] & 0xff);
    }
    return Channels.COLOUR;
  }
}
