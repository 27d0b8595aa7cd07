package org.graft4j.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads zip files of one narrow kind: a few entries, none compressed, one after the other without a
 * gap, and the directory after them. In such a file no entry can claim more than is there, and no
 * two readers can see different things. Everything else is refused.
 */
final class StoredZip {
  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int LOCAL_SIZE = 30;
  private static final int CENTRAL_SIZE = 46;
  private static final int END_SIZE = 22;
  private static final int MOST_ENTRIES = 64;
  private static final String REMEDY = "; save the model again with ModelBundle.save";

  /**
   * One entry as the directory has it.
   *
   * @param header where its local header begins
   */
  record Entry(String name, int method, long header, long compressed, long size, long crc) {
    long data() {
      return header + LOCAL_SIZE + name.length();
    }
  }

  private final Path file;
  private final FileChannel channel;

  StoredZip(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** The entries of the directory by name, in its order; nothing is known of their contents yet. */
  Map<String, Entry> directory() throws IOException {
    if (channel.size() < END_SIZE || !startsLikeZip()) {
      throw new BundleFormatException(
          file, "is no Graft4J bundle: it is no zip file. Bundles are made by 'graft4j train'");
    }
    ByteBuffer end = read(channel.size() - END_SIZE, END_SIZE);
    int count = Short.toUnsignedInt(end.getShort(10));
    long size = Integer.toUnsignedLong(end.getInt(12));
    long start = Integer.toUnsignedLong(end.getInt(16));
    if (end.getInt(0) != END || start + size + END_SIZE != channel.size()) {
      throw new BundleFormatException(
          file, "is damaged: it is truncated, or other data follow the zip. Copy it again");
    }
    if (count > MOST_ENTRIES || size > MOST_ENTRIES * 1024L) {
      throw new BundleFormatException(file, "is no Graft4J bundle: it has " + count + " entries");
    }
    ByteBuffer directory = read(start, (int) size);
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      Entry entry = next(directory);
      if (entries.put(entry.name(), entry) != null) {
        throw new BundleFormatException(
            file, "must have each entry once, but has '" + entry.name() + "' twice");
      }
    }
    return entries;
  }

  private boolean startsLikeZip() throws IOException {
    int first = read(0, 4).getInt(0);
    return first == LOCAL || first == END;
  }

  private Entry next(ByteBuffer directory) throws BundleFormatException {
    if (directory.remaining() < CENTRAL_SIZE || directory.getInt(directory.position()) != CENTRAL) {
      throw damaged();
    }
    ByteBuffer fixed = directory.slice().order(ByteOrder.LITTLE_ENDIAN);
    int nameLength = Short.toUnsignedInt(fixed.getShort(28));
    int more = Short.toUnsignedInt(fixed.getShort(30)) + Short.toUnsignedInt(fixed.getShort(32));
    if (directory.remaining() < CENTRAL_SIZE + nameLength + more) {
      throw damaged();
    }
    byte[] name = new byte[nameLength];
    fixed.get(CENTRAL_SIZE, name);
    directory.position(directory.position() + CENTRAL_SIZE + nameLength + more);
    return new Entry(
        new String(name, StandardCharsets.ISO_8859_1),
        Short.toUnsignedInt(fixed.getShort(10)),
        Integer.toUnsignedLong(fixed.getInt(42)),
        Integer.toUnsignedLong(fixed.getInt(20)),
        Integer.toUnsignedLong(fixed.getInt(24)),
        Integer.toUnsignedLong(fixed.getInt(16)));
  }

  /** Checks that the entries lie as described and that their own headers say the same. */
  void requirePlain(Map<String, Entry> entries) throws IOException {
    long expected = 0;
    for (Entry entry : entries.values()) {
      if (entry.method() != 0 || entry.compressed() != entry.size()) {
        throw new BundleFormatException(
            file, "must hold its entries uncompressed, but '" + entry.name() + "' is not" + REMEDY);
      }
      if (entry.header() != expected || entry.data() + entry.size() > channel.size() - END_SIZE) {
        throw damaged();
      }
      ByteBuffer local = read(entry.header(), LOCAL_SIZE + entry.name().length());
      byte[] name = new byte[entry.name().length()];
      local.get(LOCAL_SIZE, name);
      boolean same =
          local.getInt(0) == LOCAL
              && (local.getShort(6) & 0x9) == 0 // neither encrypted nor sized afterwards
              && local.getShort(8) == 0
              && Integer.toUnsignedLong(local.getInt(14)) == entry.crc()
              && Integer.toUnsignedLong(local.getInt(18)) == entry.size()
              && Integer.toUnsignedLong(local.getInt(22)) == entry.size()
              && local.getShort(26) == name.length
              && local.getShort(28) == 0
              && new String(name, StandardCharsets.ISO_8859_1).equals(entry.name());
      if (!same) {
        throw damaged();
      }
      expected = entry.data() + entry.size();
    }
    if (Integer.toUnsignedLong(read(channel.size() - END_SIZE, END_SIZE).getInt(16)) != expected) {
      throw damaged();
    }
  }

  /** The bytes of an entry; the caller compares the check sum. */
  InputStream open(Entry entry) {
    return new ChannelSlice(channel, entry.data(), entry.size());
  }

  private BundleFormatException damaged() {
    return new BundleFormatException(file, "is damaged: its zip directory is wrong. Copy it again");
  }

  private ByteBuffer read(long position, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw damaged();
      }
    }
    return buffer.flip();
  }
}
