package org.graft4j.features;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import org.graft4j.data.ImageItem;
import org.graft4j.data.ItemDigests;
import org.graft4j.data.PictureAudit;
import org.graft4j.data.UnreadablePicture;
import org.graft4j.runtime.RuntimeInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pictures that were once decoded whole, by their content: a file of 16 bytes a picture and a
 * CRC32C at its end. A damaged one counts as none. Only good verdicts are kept: a bad one may
 * change with the release and with what is installed, and there are few.
 */
final class KnownPictures {
  private static final Logger LOG = LoggerFactory.getLogger(KnownPictures.class);
  private static final int ENTRY = 2 * Long.BYTES;

  /** Half a million: 8 MB. Beyond it the list begins anew. */
  private static final int ENTRIES_AT_MOST = 1 << 19;

  private static final int BYTES_AT_MOST = ENTRIES_AT_MOST * ENTRY + Integer.BYTES;

  private final CacheDirectory directory;
  private final Predicate<Path> pinned;
  private final Runnable evicted;

  KnownPictures(CacheDirectory directory, Predicate<Path> pinned, Runnable evicted) {
    this.directory = directory;
    this.pinned = pinned;
    this.evicted = evicted;
  }

  /** Decodes what is not known yet, and remembers what turned out whole. */
  PictureAudit audit(List<ImageItem> items, ItemDigests digests) {
    Set<RowKey> known = read();
    List<Optional<String>> contents = digests.ofReadable(items);
    Map<String, RowKey> keys = new HashMap<>();
    List<ImageItem> unknown = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Optional<RowKey> key = contents.get(i).map(KnownPictures::key);
      if (key.isEmpty() || !known.contains(key.get())) {
        unknown.add(items.get(i));
        key.ifPresent(k -> keys.put(unknown.get(unknown.size() - 1).id(), k));
      }
    }
    if (unknown.isEmpty()) {
      return new PictureAudit(items, List.of());
    }
    PictureAudit fresh = PictureAudit.of(unknown);
    remember(fresh, keys, digests);
    return whole(items, fresh);
  }

  /** What a picture was decoded by may matter: another release looks again. */
  private static RowKey key(String digest) {
    return RowKey.of("readable by " + RuntimeInfo.graft4jVersion() + "/" + digest);
  }

  private static PictureAudit whole(List<ImageItem> items, PictureAudit fresh) {
    Set<String> bad =
        new HashSet<>(fresh.unreadable().stream().map(UnreadablePicture::id).toList());
    return new PictureAudit(
        items.stream().filter(item -> !bad.contains(item.id())).toList(), fresh.unreadable());
  }

  private void remember(PictureAudit fresh, Map<String, RowKey> keys, ItemDigests digests) {
    Set<RowKey> whole = new LinkedHashSet<>();
    for (ImageItem item : fresh.readable()) {
      RowKey key = keys.get(item.id());
      // A file that changed between the two readings is not what was decoded.
      if (key != null && digests.current(item)) {
        whole.add(key);
      }
    }
    if (whole.isEmpty() || whole.size() > ENTRIES_AT_MOST) {
      return;
    }
    try {
      // Others may have added theirs while the pictures were decoded.
      if (!directory.updateKnownPictures(
          BYTES_AT_MOST, now -> bytes(merged(keys(now), whole)), pinned, evicted)) {
        LOG.debug("no room in the cache for the list of known pictures");
      }
    } catch (IOException e) {
      LOG.warn("the list of known pictures was not kept: {}", e.getMessage());
    }
  }

  private static Set<RowKey> merged(Set<RowKey> known, Set<RowKey> more) {
    Set<RowKey> all = new LinkedHashSet<>(known);
    all.addAll(more);
    return all.size() > ENTRIES_AT_MOST ? more : all;
  }

  private static byte[] bytes(Set<RowKey> keys) {
    ByteBuffer buffer = ByteBuffer.allocate(keys.size() * ENTRY + Integer.BYTES);
    keys.forEach(key -> buffer.putLong(key.high()).putLong(key.low()));
    CRC32C crc = new CRC32C();
    crc.update(buffer.array(), 0, buffer.position());
    buffer.putInt((int) crc.getValue());
    return buffer.array();
  }

  private Set<RowKey> read() {
    try {
      return keys(directory.knownPictures(BYTES_AT_MOST));
    } catch (IOException e) {
      LOG.warn("the list of known pictures cannot be read: {}", e.getMessage());
      return Set.of();
    }
  }

  private static Set<RowKey> keys(Optional<byte[]> list) {
    if (list.isEmpty()) {
      return Set.of();
    }
    byte[] content = list.get();
    int length = content.length - Integer.BYTES;
    CRC32C crc = new CRC32C();
    crc.update(content, 0, Math.max(0, length));
    ByteBuffer buffer = ByteBuffer.wrap(content);
    if (length < 0 || length % ENTRY != 0 || buffer.getInt(length) != (int) crc.getValue()) {
      LOG.warn("the list of known pictures was damaged and is made anew");
      return Set.of();
    }
    Set<RowKey> keys = new LinkedHashSet<>();
    for (int at = 0; at < length; at += ENTRY) {
      keys.add(new RowKey(buffer.getLong(at), buffer.getLong(at + Long.BYTES)));
    }
    return keys;
  }
}
