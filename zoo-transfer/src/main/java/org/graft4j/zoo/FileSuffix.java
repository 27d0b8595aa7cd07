package org.graft4j.zoo;

import java.util.Locale;
import org.graft4j.zoo.format.WeightsFile;

/** The usual end of a weights file's name; readers tell the format from the content. */
final class FileSuffix {
  private FileSuffix() {}

  static String of(WeightsFile weights) {
    String format = weights.format();
    if (format.startsWith("torch")) {
      return "pth";
    }
    return format.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}
