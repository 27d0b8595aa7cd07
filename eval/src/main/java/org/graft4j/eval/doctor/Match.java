package org.graft4j.eval.doctor;

import java.util.Locale;

/** How much two pictures are the same one, the surest first. */
public enum Match {
  /** The files' bytes are equal. */
  SAME_FILE("the same file"),
  /** Size and pixels are equal; format or metadata differ. */
  SAME_PIXELS("the same pixels in another file"),
  /** Compressed, resized, or made brighter or darker. */
  CHANGED_COPY("a resized, recompressed or brightened copy"),
  /** Left and right exchanged. */
  MIRRORED_COPY("a mirror image"),
  /** Most likely the same scene: a slightly cropped copy, or two shots one after another. */
  LOOK_ALIKE("a picture much like it");

  private final String text;

  Match(String text) {
    this.text = text;
  }

  /** What the second picture is of the first, in a sentence. */
  public String text() {
    return text;
  }

  /** Its name in JSON, say {@code same-file}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it is the same picture, and not only like it. */
  public boolean copy() {
    return this != LOOK_ALIKE;
  }
}
