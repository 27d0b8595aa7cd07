package org.graft4j.data;

import java.io.IOException;

/**
 * A file that should be a picture and cannot be turned into pixels: not a picture at all,
 * truncated, damaged, of a kind that is not read, or larger than the limit.
 */
public final class UnreadablePictureException extends IOException {
  private static final long serialVersionUID = 1;
  private final String picture;
  private final String reason;

  /**
   * An exception whose message is {@code cannot read picture '<picture>': <reason>}.
   *
   * @param picture the file, or what else names it
   * @param reason what is wrong, with the values that show it
   */
  public UnreadablePictureException(String picture, String reason) {
    super("cannot read picture '" + picture + "': " + reason);
    this.picture = picture;
    this.reason = reason;
  }

  /** The file, or what else names it. */
  public String picture() {
    return picture;
  }

  /** What is wrong, without the name. */
  public String reason() {
    return reason;
  }
}
