package org.graft4j.data;

import java.util.Optional;

/** The kinds of picture that are read, told by their first bytes and never by the file's name. */
enum PictureFormat {
  JPEG,
  PNG,
  BMP,
  GIF,
  WEBP;

  /** As many first bytes as {@link #of} needs. */
  static final int SNIFFED_BYTES = 12;

  /** The format, or empty if these are the first bytes of none; fewer bytes are allowed. */
  static Optional<PictureFormat> of(EncodedPicture head) {
    if (head.has(0, "\u00ff\u00d8\u00ff")) {
      return Optional.of(JPEG);
    }
    if (head.has(0, "\u0089PNG\r\n\u001a\n")) {
      return Optional.of(PNG);
    }
    if (head.has(0, "GIF87a") || head.has(0, "GIF89a")) {
      return Optional.of(GIF);
    }
    if (head.has(0, "RIFF") && head.has(8, "WEBP")) {
      return Optional.of(WEBP);
    }
    // Two letters alone would make a bitmap of many a text; its reserved bytes are zero.
    if (head.has(0, "BM") && head.has(6, "\0\0\0\0")) {
      return Optional.of(BMP);
    }
    return Optional.empty();
  }
}
