package org.graft4j.zoo.format;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Damages files as storage, networks and attackers do: bits, cuts, splices, lengths and addresses
 * that lie. It knows enough of zip, JSON and HDF5 to get past their first checks: records are
 * packed again with the CRC of their damaged contents, headers keep their length, and addresses are
 * exchanged for others of the same file.
 */
final class Mutator {
  private static final long[] LIES = {
    0,
    1,
    -1,
    0x7F,
    0xFF,
    0x7FFF,
    0xFFFF,
    0x7FFFFFFFL,
    0x80000000L,
    0xFFFFFFFFL,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    1L << 40,
    1L << 20
  };

  private final RandomGenerator random;

  Mutator(RandomGenerator random) {
    this.random = random;
  }

  /** A damaged copy of a file's bytes. */
  byte[] mutate(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    boolean zip = bytes.length > 2 && bytes[0] == 'P' && bytes[1] == 'K';
    return zip && random.nextInt(3) > 0 ? repacked(file) : damaged(bytes);
  }

  private byte[] damaged(byte[] intact) {
    byte[] bytes = intact.clone();
    int changes = 1 + random.nextInt(4);
    for (int change = 0; change < changes && bytes.length > 0; change++) {
      bytes = changed(bytes);
    }
    return bytes;
  }

  private byte[] changed(byte[] bytes) {
    int at = place(bytes);
    switch (random.nextInt(12)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt(256);
      case 2 ->
          Arrays.fill(bytes, at, Math.min(bytes.length, at + 8), (byte) random.nextInt(-1, 1));
      case 3 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 4 -> {
        return spliced(bytes, at, 0, bytesOf(bytes));
      }
      case 5 -> {
        return spliced(bytes, at, Math.min(bytes.length - at, 1 + random.nextInt(64)), new byte[0]);
      }
      case 6 -> {
        byte[] other = bytesOf(bytes);
        System.arraycopy(other, 0, bytes, at, Math.min(other.length, bytes.length - at));
      }
      case 7, 8 -> number(bytes, at, LIES[random.nextInt(LIES.length)]);
      case 9 -> number(bytes, at, random.nextInt(-16, bytes.length + 16));
      case 10 -> digit(bytes, at);
      default -> address(bytes, at);
    }
    return bytes;
  }

  /** Anywhere, but more often near the start, where structures are. */
  private int place(byte[] bytes) {
    int range = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 2048);
    return random.nextInt(range);
  }

  private byte[] bytesOf(byte[] bytes) {
    int from = random.nextInt(bytes.length);
    return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 1 + random.nextInt(256)));
  }

  private static byte[] spliced(byte[] bytes, int at, int remove, byte[] insert) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    out.writeBytes(insert);
    out.write(bytes, at + remove, bytes.length - at - remove);
    return out.toByteArray();
  }

  /** Writes a number of 1, 2, 4 or 8 bytes, in either order. */
  private void number(byte[] bytes, int at, long value) {
    int width = 1 << random.nextInt(4);
    int start = Math.max(0, Math.min(at / width * width, bytes.length - 8));
    if (bytes.length < 8) {
      return;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    buffer.order(random.nextInt(4) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    switch (width) {
      case 1 -> buffer.put(start, (byte) value);
      case 2 -> buffer.putShort(start, (short) value);
      case 4 -> buffer.putInt(start, (int) value);
      default -> buffer.putLong(start, value);
    }
  }

  /** Another digit for one of a text: numbers of headers stay numbers. */
  private void digit(byte[] bytes, int at) {
    for (int i = at; i < Math.min(bytes.length, at + 400); i++) {
      if (bytes[i] >= '0' && bytes[i] <= '9') {
        bytes[i] = (byte) ('0' + random.nextInt(10));
        return;
      }
    }
  }

  /** Another word of the file for a word of eight bytes: trees and links that lead back. */
  private void address(byte[] bytes, int at) {
    int words = bytes.length / 8;
    if (words > 1) {
      System.arraycopy(bytes, 8 * random.nextInt(words), bytes, at / 8 % words * 8, 8);
    }
  }

  /** The zip file packed anew, with one record damaged, doubled or missing. */
  private byte[] repacked(Path file) throws IOException {
    Map<String, byte[]> records = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        records.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    List<String> names = new ArrayList<>(records.keySet());
    String chosen = names.get(random.nextInt(names.size()));
    switch (random.nextInt(10)) {
      case 0 -> records.remove(chosen);
      case 1 -> records.put(damagedName(chosen), records.get(chosen));
      default -> records.put(chosen, damaged(records.get(chosen)));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(random.nextInt(10));
      for (Map.Entry<String, byte[]> record : records.entrySet()) {
        zip.putNextEntry(new ZipEntry(record.getKey()));
        new ByteArrayInputStream(record.getValue()).transferTo(zip);
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  private String damagedName(String name) {
    byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
    ascii[random.nextInt(ascii.length)] = (byte) random.nextInt(32, 127);
    return new String(ascii, StandardCharsets.US_ASCII);
  }
}
