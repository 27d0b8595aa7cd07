package org.graft4j.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.graft4j.runtime.Sha256;

/**
 * SHA-256 digests by which pictures are known to be the same ones. Each call reads the files: keep
 * the result.
 */
public final class ItemDigest {
  private ItemDigest() {}

  /**
   * The digest of a picture file's bytes, 64 hexadecimal digits; its name and label do not matter.
   *
   * @throws IOException if the file cannot be read
   */
  public static String of(ImageItem item) throws IOException {
    return HexFormat.of().formatHex(content(item));
  }

  /**
   * The digest of a list of items, 64 hexadecimal digits: of ids, labels and contents in the list's
   * order. The place of the data set on the disk does not matter.
   *
   * @throws IOException if a file cannot be read
   */
  public static String of(List<ImageItem> items) throws IOException {
    MessageDigest digest = Sha256.digest();
    for (ImageItem item : items) {
      byte[] id = item.id().getBytes(StandardCharsets.UTF_8);
      // Lengths first, so that no two different lists are the same bytes.
      digest.update(ByteBuffer.allocate(8).putInt(id.length).putInt(item.label()).flip());
      digest.update(id);
      digest.update(content(item));
    }
    return Sha256.hex(digest);
  }

  private static byte[] content(ImageItem item) throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(item.file())) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return digest.digest();
  }
}
