package org.graft4j.zoo.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The records of a zip file by name, as its central directory lists them (APPNOTE.TXT 6.3.10),
 * including ZIP64, which {@code torch.save} writes always.
 *
 * <p>Own code, since the JDK's readers accept what must not be trusted here: two records of one
 * name, records that share bytes, names that lead elsewhere.
 */
final class ZipDirectory {
  private static final int END_BYTES = 22;
  private static final int END_MAGIC = 0x06054b50;
  private static final int LONGEST_COMMENT = 0xFFFF;
  private static final int END64_BYTES = 56;
  private static final int END64_MAGIC = 0x06064b50;
  private static final int LOCATOR_BYTES = 20;
  private static final int LOCATOR_MAGIC = 0x07064b50;
  private static final int ENTRY_BYTES = 46;
  private static final int ENTRY_MAGIC = 0x02014b50;
  private static final int LOCAL_BYTES = 30;
  private static final int LOCAL_MAGIC = 0x04034b50;
  private static final int LONGEST_DIRECTORY = 1 << 25;
  private static final long ALL_ONES = 0xFFFFFFFFL;

  private final WeightsSource source;
  private final Map<String, ZipRecord> records = new LinkedHashMap<>();

  /** Where the directory begins, and all records must have ended. */
  private long start;

  private ZipDirectory(WeightsSource source) {
    this.source = source;
  }

  /** All records in the order of the directory. Their contents are not yet verified. */
  static Map<String, ZipRecord> read(WeightsSource source) throws IOException {
    ZipDirectory directory = new ZipDirectory(source);
    directory.readEntries();
    directory.refuseOverlaps();
    return directory.records;
  }

  private void readEntries() throws IOException {
    long endAt = findEnd();
    ByteBuffer end = source.bytes(endAt, END_BYTES, "zip directory");
    long count = Short.toUnsignedLong(end.getShort(10));
    long size = Integer.toUnsignedLong(end.getInt(12));
    start = Integer.toUnsignedLong(end.getInt(16));
    long limit = endAt;
    if (endAt >= LOCATOR_BYTES) {
      ByteBuffer locator = source.bytes(endAt - LOCATOR_BYTES, LOCATOR_BYTES, "zip directory");
      if (locator.getInt(0) == LOCATOR_MAGIC) {
        limit = locator.getLong(8);
        ByteBuffer end64 = source.bytes(limit, END64_BYTES, "zip directory");
        if (end64.getInt(0) != END64_MAGIC) {
          throw damaged();
        }
        count = end64.getLong(32);
        size = end64.getLong(40);
        start = end64.getLong(48);
      }
    }
    if (start < 0 || size < 0 || start > limit || size > limit - start) {
      throw damaged();
    }
    if (size > LONGEST_DIRECTORY || count < 0 || count > size / ENTRY_BYTES) {
      throw source.refuse(
          String.format(
              Locale.ROOT, "announces %d zip records in a directory of %d bytes", count, size));
    }
    ByteBuffer entries = source.bytes(start, (int) size, "zip directory");
    for (long i = 0; i < count; i++) {
      readEntry(entries);
    }
  }

  private long findEnd() throws IOException {
    int tail = (int) Math.min(source.length(), END_BYTES + LONGEST_COMMENT);
    long tailStart = source.length() - tail;
    ByteBuffer bytes = source.bytes(tailStart, tail, "zip directory");
    for (int at = tail - END_BYTES; at >= 0; at--) {
      int comment = bytes.getInt(at) == END_MAGIC ? bytes.getShort(at + 20) & 0xFFFF : -1;
      if (comment == tail - END_BYTES - at) {
        return tailStart + at;
      }
    }
    throw source.refuse("is a zip file without its directory at the end, so it is cut off");
  }

  private void readEntry(ByteBuffer in) throws IOException {
    int at = in.position();
    if (in.remaining() < ENTRY_BYTES || in.getInt(at) != ENTRY_MAGIC) {
      throw damaged();
    }
    int nameLength = Short.toUnsignedInt(in.getShort(at + 28));
    int extraLength = Short.toUnsignedInt(in.getShort(at + 30));
    int commentLength = Short.toUnsignedInt(in.getShort(at + 32));
    int whole = ENTRY_BYTES + nameLength + extraLength + commentLength;
    if (in.remaining() < whole) {
      throw damaged();
    }
    byte[] nameBytes = new byte[nameLength];
    in.get(at + ENTRY_BYTES, nameBytes);
    String name = decode(nameBytes);
    ByteBuffer extra =
        in.slice(at + ENTRY_BYTES + nameLength, extraLength).order(ByteOrder.LITTLE_ENDIAN);
    long[] places = {
      Integer.toUnsignedLong(in.getInt(at + 24)),
      Integer.toUnsignedLong(in.getInt(at + 20)),
      Integer.toUnsignedLong(in.getInt(at + 42))
    };
    widen(places, extra);
    int method = in.getShort(at + 10);
    if ((in.getShort(at + 8) & 1) != 0 || (method != 0 && method != 8)) {
      throw source.refuse(
          String.format(
              Locale.ROOT,
              "zip record %s is encrypted or packed by method %d",
              quote(name),
              method),
          "save it again with torch.save");
    }
    long crc = Integer.toUnsignedLong(in.getInt(at + 16));
    add(name, nameBytes, method == 8, places, crc);
    in.position(at + whole);
  }

  /** Takes the 64-bit values of the ZIP64 extra field where a 32-bit one is all ones. */
  private void widen(long[] places, ByteBuffer extra) throws WeightsFormatException {
    while (extra.remaining() >= 4) {
      int id = extra.getShort();
      int size = Short.toUnsignedInt(extra.getShort());
      if (size > extra.remaining()) {
        throw damaged();
      }
      int next = extra.position() + size;
      for (int i = 0; id == 1 && i < places.length; i++) {
        if (places[i] == ALL_ONES) {
          if (next - extra.position() < Long.BYTES) {
            throw damaged();
          }
          places[i] = extra.getLong();
        }
      }
      extra.position(next);
    }
  }

  private void add(String name, byte[] nameBytes, boolean deflated, long[] places, long crc)
      throws IOException {
    long length = places[0];
    long packed = places[1];
    long local = places[2];
    refuseOddName(name);
    if (local < 0 || packed < 0 || length < 0 || (!deflated && packed != length)) {
      throw damaged();
    }
    ByteBuffer header = source.bytes(local, LOCAL_BYTES, "zip record");
    int nameLength = Short.toUnsignedInt(header.getShort(26));
    long dataAt = local + LOCAL_BYTES + nameLength + Short.toUnsignedInt(header.getShort(28));
    if (header.getInt(0) != LOCAL_MAGIC
        || nameLength != nameBytes.length
        || dataAt > start
        || packed > start - dataAt
        || !source
            .bytes(local + LOCAL_BYTES, nameLength, "zip record")
            .equals(ByteBuffer.wrap(nameBytes))) {
      throw source.refuse(
          String.format(Locale.ROOT, "zip record %s is not where the directory says", quote(name)));
    }
    ZipRecord record = new ZipRecord(name, source.slice(dataAt, packed), deflated, length, crc);
    if (records.put(name, record) != null) {
      throw source.refuse("has two zip records " + quote(name) + ", so it is ambiguous");
    }
  }

  private void refuseOddName(String name) throws WeightsFormatException {
    boolean climbs = List.of(name.split("/", -1)).contains("..");
    if (climbs || name.startsWith("/") || name.contains("\\") || name.indexOf('\0') >= 0) {
      throw source.refuse(
          String.format(
              Locale.ROOT,
              "has a zip record named %s, which leads out of the archive",
              quote(name)),
          "do not trust it; get the weights from another place");
    }
  }

  private void refuseOverlaps() throws WeightsFormatException {
    List<ZipRecord> byPlace = new ArrayList<>(records.values());
    byPlace.sort(Comparator.comparingLong(record -> record.packed().start()));
    long end = 0;
    for (ZipRecord record : byPlace) {
      if (record.packed().start() < end) {
        throw source.refuse(
            String.format(Locale.ROOT, "zip record %s overlaps another", quote(record.name())));
      }
      end = record.packed().start() + record.packed().length();
    }
  }

  private String decode(byte[] name) throws WeightsFormatException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException notUtf8) {
      throw damaged();
    }
  }

  private WeightsFormatException damaged() {
    return source.refuse("has a damaged zip directory");
  }

  private static String quote(String name) {
    return WeightsFormatException.quote(name);
  }
}
