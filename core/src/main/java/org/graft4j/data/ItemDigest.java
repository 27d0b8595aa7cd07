package org.graft4j.data;

import java.io.IOException;
import java.util.List;

/**
 * SHA-256 digests by which pictures are known to be the same ones. Each call reads the files: keep
 * the result, or ask {@link ItemDigests}, which does.
 */
public final class ItemDigest {
  private ItemDigest() {}

  /**
   * The digest of a picture file's bytes, 64 hexadecimal digits; its name and label do not matter.
   *
   * @throws IOException if the file cannot be read
   */
  public static String of(ImageItem item) throws IOException {
    return new ItemDigests().of(item);
  }

  /**
   * The digest of a list of items, 64 hexadecimal digits: of ids, labels and contents in the list's
   * order. The place of the data set on the disk does not matter.
   *
   * @throws IOException if a file cannot be read
   */
  public static String of(List<ImageItem> items) throws IOException {
    return new ItemDigests().of(items);
  }
}
