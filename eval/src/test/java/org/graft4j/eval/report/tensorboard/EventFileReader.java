package org.graft4j.eval.report.tensorboard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads event files by the format's description, with a CRC of its own, bit by bit. */
final class EventFileReader {
  private EventFileReader() {}

  record Event(double wallTime, long step, String version, Map<String, Float> scalars) {}

  static List<Event> read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = new byte[8];
      bytes.get(length);
      require(bytes.getInt(), length);
      byte[] message =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      bytes.get(message);
      require(bytes.getInt(), message);
      events.add(event(message));
    }
    return events;
  }

  private static void require(int stored, byte[] bytes) {
    int crc = crc32c(bytes);
    int masked = ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
    if (stored != masked) {
      throw new IllegalStateException("the checksum is wrong");
    }
  }

  /** Castagnoli's polynomial, reflected. */
  static int crc32c(byte[] bytes) {
    int crc = -1;
    for (byte b : bytes) {
      crc ^= b & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc >>> 1) ^ ((crc & 1) == 1 ? 0x82f63b78 : 0);
      }
    }
    return ~crc;
  }

  private static Event event(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    double wallTime = 0;
    long step = 0;
    String version = "";
    Map<String, Float> scalars = new LinkedHashMap<>();
    while (in.hasRemaining()) {
      switch ((int) varint(in)) {
        case (1 << 3) | 1 -> wallTime = in.getDouble();
        case 2 << 3 -> step = varint(in);
        case (3 << 3) | 2 -> version = new String(bytes(in), StandardCharsets.UTF_8);
        case (5 << 3) | 2 -> summary(bytes(in), scalars);
        default -> throw new IllegalStateException("a field that nobody writes");
      }
    }
    return new Event(wallTime, step, version, scalars);
  }

  private static void summary(byte[] message, Map<String, Float> scalars) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      expect((1 << 3) | 2, varint(in));
      ByteBuffer value = ByteBuffer.wrap(bytes(in)).order(ByteOrder.LITTLE_ENDIAN);
      expect((1 << 3) | 2, varint(value));
      String tag = new String(bytes(value), StandardCharsets.UTF_8);
      expect((2 << 3) | 5, varint(value));
      scalars.put(tag, value.getFloat());
    }
  }

  private static void expect(long wanted, long key) {
    if (key != wanted) {
      throw new IllegalStateException("key must be " + wanted + ", but was " + key);
    }
  }

  private static byte[] bytes(ByteBuffer in) {
    byte[] bytes = new byte[(int) varint(in)];
    in.get(bytes);
    return bytes;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = in.get();
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }
}
