package org.graft4j.features;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.graft4j.runtime.Sha256;

/**
 * Names a row within its {@link FeatureSpace}: which picture, and which view of it. The first 128
 * bits of a SHA-256.
 */
public record RowKey(long high, long low) {

  /**
   * The key of a picture's view.
   *
   * @param itemDigest of the file's bytes, as {@link org.graft4j.data.ItemDigest} gives it
   * @param view 0 is the plain picture, wherever it lies; the draws of the others depend on its id
   * @param id the item's
   */
  public static RowKey of(String itemDigest, int view, String id) {
    if (view < 0) {
      throw new IllegalArgumentException("view must not be negative, but was " + view);
    }
    return of(itemDigest + "/" + view + (view == 0 ? "" : "/" + id));
  }

  static RowKey of(String text) {
    MessageDigest digest = Sha256.digest();
    ByteBuffer bytes = ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    return new RowKey(bytes.getLong(), bytes.getLong());
  }
}
