package org.graft4j.eval.report.tensorboard;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * One record of an event file: TensorFlow's framing around an {@code Event} message.
 *
 * <p>The frame is the length (8 bytes), its masked CRC32C (4), the message, and its masked CRC32C
 * (4), all little-endian. Of {@code event.proto} and {@code summary.proto} these fields are
 * written: {@code Event} 1 wall_time, 2 step, 3 file_version, 5 summary; {@code Summary} 1 value;
 * {@code Summary.Value} 1 tag, 2 simple_value.
 */
final class EventRecord {
  /**
   * Of TensorFlow's {@code crc32c.h}: a sum over bytes that hold sums is weak unless it is masked.
   */
  private static final int MASK = 0xa282ead8;

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private EventRecord() {}

  /** The record that every event file begins with. */
  static byte[] version(double wallTime) {
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    putDouble(event, 1, wallTime);
    putBytes(event, 3, "brain.Event:2".getBytes(StandardCharsets.UTF_8));
    return framed(event.toByteArray());
  }

  /**
   * A record of numbers at one step.
   *
   * @param wallTime seconds since 1970
   * @param step at least 0
   * @param values by tag, in the order to be written
   */
  static byte[] scalars(double wallTime, long step, Map<String, Double> values) {
    ByteArrayOutputStream summary = new ByteArrayOutputStream();
    values.forEach(
        (tag, number) -> {
          ByteArrayOutputStream value = new ByteArrayOutputStream();
          putBytes(value, 1, tag.getBytes(StandardCharsets.UTF_8));
          putFloat(value, 2, number.floatValue());
          putBytes(summary, 1, value.toByteArray());
        });
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    putDouble(event, 1, wallTime);
    key(event, 2, VARINT);
    varint(event, step);
    putBytes(event, 5, summary.toByteArray());
    return framed(event.toByteArray());
  }

  private static byte[] framed(byte[] message) {
    ByteBuffer record = ByteBuffer.allocate(message.length + 16).order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(message.length);
    record.putInt(masked(record.array(), 8));
    record.put(message);
    record.putInt(masked(message, message.length));
    return record.array();
  }

  /** The masked CRC32C of the first bytes. */
  static int masked(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }

  private static void putDouble(ByteArrayOutputStream out, int field, double value) {
    key(out, field, FIXED64);
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
  }

  private static void putFloat(ByteArrayOutputStream out, int field, float value) {
    key(out, field, FIXED32);
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array());
  }

  private static void putBytes(ByteArrayOutputStream out, int field, byte[] bytes) {
    key(out, field, BYTES);
    varint(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void key(ByteArrayOutputStream out, int field, int type) {
    varint(out, ((long) field << 3) | type);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
