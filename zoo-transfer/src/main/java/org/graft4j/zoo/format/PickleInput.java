package org.graft4j.zoo.format;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The bytes of one or several pickles in a row, with the arguments of opcodes read from them.
 *
 * <p>A length is compared with what is left before anything is allocated for it.
 */
final class PickleInput implements Closeable {
  /** A state dictionary of a thousand tensors takes about 150 kB. */
  private static final long LONGEST_PICKLE = 1 << 26;

  private static final int LONGEST_LINE = 4096;
  private static final int LONGEST_INTEGER = 1024;

  private final WeightsSource source;
  private final InputStream in;
  private final long length;
  private long position;

  PickleInput(WeightsSource source, ByteRegion bytes) throws IOException {
    this.source = source;
    this.in = new BufferedInputStream(bytes.open(0));
    this.length = Math.min(bytes.length(), LONGEST_PICKLE);
  }

  /** Number of bytes read so far. */
  long position() {
    return position;
  }

  int unsignedByte() throws IOException {
    return fixed(1).get() & 0xFF;
  }

  /** A number of a fixed width, least significant byte first. */
  ByteBuffer fixed(int bytes) throws IOException {
    return ByteBuffer.wrap(bytes(bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }

  long unsignedInt() throws IOException {
    return Integer.toUnsignedLong(fixed(4).getInt());
  }

  byte[] bytes(long count) throws IOException {
    if (count < 0 || count > length - position) {
      throw source.refuse(
          String.format(
              Locale.ROOT,
              "its pickle asks for %s bytes at %d of %d, so it is cut off, damaged or hostile",
              Long.toUnsignedString(count),
              position,
              length));
    }
    byte[] bytes = in.readNBytes((int) count);
    position += bytes.length;
    if (bytes.length < count) {
      throw source.refuse("ends within its pickle");
    }
    return bytes;
  }

  String text(long count) throws IOException {
    return utf8(bytes(count));
  }

  /** Text up to the end of the line, which is read too. */
  String line() throws IOException {
    byte[] line = new byte[LONGEST_LINE];
    for (int n = 0; n < LONGEST_LINE; n++) {
      line[n] = (byte) unsignedByte();
      if (line[n] == '\n') {
        return utf8(Arrays.copyOf(line, n));
      }
    }
    throw source.refuse("its pickle has a line of more than " + LONGEST_LINE + " bytes");
  }

  /** An integer in two's complement, least significant byte first. */
  Object integer(long count) throws IOException {
    if (count > LONGEST_INTEGER) {
      throw source.refuse("its pickle has an integer of " + count + " bytes");
    }
    byte[] bytes = bytes(count);
    if (bytes.length == 0) {
      return 0L;
    }
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return simplest(new BigInteger(reversed));
  }

  /** A long where it fits, as in all other opcodes. */
  static Object simplest(BigInteger integer) {
    if (integer.bitLength() < Long.SIZE) {
      return integer.longValue();
    }
    return integer;
  }

  private String utf8(byte[] bytes) throws WeightsFormatException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      throw source.refuse("its pickle has text that is no UTF-8, before byte " + position);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
