package org.graft4j.zoo.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The header of a NumPy array ({@code numpy/lib/format.py}, versions 1 to 3): magic, version, the
 * length of a Python literal, and the literal, a dictionary of type, order and shape.
 *
 * <p>The literal is read by {@link PythonLiteral}, which knows no expressions; nothing is trusted
 * before {@link NpyReader} has compared shape and type with the bytes that are there.
 */
final class NpyHeader {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int FIXED_BYTES = 8;

  /** NumPy itself refuses headers of more than 10 000 characters. */
  private static final long LONGEST = 1 << 16;

  private final String descr;
  private final boolean fortranOrder;
  private final long[] shape;
  private final long end;

  private NpyHeader(String descr, boolean fortranOrder, long[] shape, long end) {
    this.descr = descr;
    this.fortranOrder = fortranOrder;
    this.shape = shape;
    this.end = end;
  }

  /** NumPy's text for the type, say {@code <f4}. */
  String descr() {
    return descr;
  }

  /** Whether the first index runs fastest. */
  boolean fortranOrder() {
    return fortranOrder;
  }

  long[] shape() {
    return shape.clone();
  }

  /** Where the values begin. */
  long end() {
    return end;
  }

  /**
   * Reads the header.
   *
   * @param what names the array in messages, say {@code "array 'base'"}
   */
  static NpyHeader read(WeightsSource source, ByteRegion bytes, String what) throws IOException {
    try (InputStream in = bytes.open(0)) {
      byte[] start = in.readNBytes(FIXED_BYTES);
      if (start.length < FIXED_BYTES || !Arrays.equals(Arrays.copyOf(start, 6), MAGIC)) {
        throw source.refuse(what + " does not begin like a NumPy array");
      }
      int version = start[6];
      if (version < 1 || version > 3 || start[7] != 0) {
        throw source.refuse(
            String.format(
                Locale.ROOT,
                "%s is of version %d.%d of NumPy's format, but there are 1.0, 2.0 and 3.0",
                what,
                version,
                start[7]));
      }
      int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
      ByteBuffer length = ByteBuffer.wrap(exactly(source, in, lengthBytes, what));
      length.order(ByteOrder.LITTLE_ENDIAN);
      long count =
          version == 1
              ? Short.toUnsignedLong(length.getShort())
              : Integer.toUnsignedLong(length.getInt());
      long end = FIXED_BYTES + lengthBytes + count;
      if (count > LONGEST || end > bytes.length()) {
        throw source.refuse(
            String.format(
                Locale.ROOT,
                "%s announces a header of %d bytes, but has %d in all and may have a header of %d",
                what,
                count,
                bytes.length(),
                LONGEST));
      }
      Charset charset = version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
      String text = decode(source, exactly(source, in, (int) count, what), charset, what);
      return parse(source, new PythonLiteral(text), end, what);
    }
  }

  private static NpyHeader parse(WeightsSource source, PythonLiteral literal, long end, String what)
      throws WeightsFormatException {
    String descr = null;
    Boolean fortran = null;
    long[] shape = null;
    try {
      literal.open('{');
      while (!literal.closed('}')) {
        String key = literal.text();
        literal.colon();
        switch (key) {
          case "descr" -> descr = once(descr, literal.text(), key);
          case "fortran_order" -> fortran = once(fortran, literal.truth(), key);
          case "shape" -> shape = once(shape, literal.sizes(), key);
          default -> throw new PythonLiteral.Unexpected("the key '" + key + "'");
        }
      }
      literal.end();
    } catch (PythonLiteral.Unexpected unexpected) {
      throw source.refuse(
          what
              + " has a header that is no plain dictionary of descr, fortran_order and shape: "
              + WeightsFormatException.quote(String.valueOf(unexpected.getMessage())));
    }
    if (descr == null || fortran == null || shape == null) {
      throw source.refuse(what + " has a header without descr, fortran_order or shape");
    }
    return new NpyHeader(descr, fortran, shape, end);
  }

  private static <T> T once(@Nullable T before, T now, String key) throws PythonLiteral.Unexpected {
    if (before != null) {
      throw new PythonLiteral.Unexpected(key + " twice");
    }
    return now;
  }

  private static byte[] exactly(WeightsSource source, InputStream in, int count, String what)
      throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw source.refuse(what + " ends within its header, so it is cut off");
    }
    return bytes;
  }

  private static String decode(WeightsSource source, byte[] bytes, Charset charset, String what)
      throws WeightsFormatException {
    try {
      CharBuffer text = charset.newDecoder().decode(ByteBuffer.wrap(bytes));
      return text.toString();
    } catch (CharacterCodingException notUtf8) {
      throw source.refuse(what + " has a header that is no UTF-8");
    }
  }
}
