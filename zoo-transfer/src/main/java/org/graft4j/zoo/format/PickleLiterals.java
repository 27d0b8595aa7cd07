package org.graft4j.zoo.format;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The opcodes of a pickle that push a plain value: None, truth values, integers ({@code Long}, or
 * {@code BigInteger} beyond 64 bits), floats ({@code Double}), text and bytes.
 */
final class PickleLiterals {
  private static final int LONGEST_DECIMAL = 1000;

  private final WeightsSource source;
  private final PickleInput input;

  PickleLiterals(WeightsSource source, PickleInput input) {
    this.source = source;
    this.input = input;
  }

  /** The value of an opcode, or empty if it is no literal (and nothing was read). */
  Optional<Object> read(int opcode) throws IOException {
    return Optional.ofNullable(
        switch (opcode) {
          case 'N' -> PickleValue.None.NONE;
          case 0x88 -> true;
          case 0x89 -> false;
          case 'K' -> (long) input.unsignedByte();
          case 'M' -> (long) Short.toUnsignedInt(input.fixed(2).getShort());
          case 'J' -> (long) input.fixed(4).getInt();
          case 0x8a -> input.integer(input.unsignedByte());
          case 0x8b -> input.integer(input.fixed(4).getInt());
          case 'G' -> input.fixed(8).order(ByteOrder.BIG_ENDIAN).getDouble();
          case 'U', 0x8c -> input.text(input.unsignedByte());
          case 'T', 'X' -> input.text(input.unsignedInt());
          case 0x8d -> input.text(input.fixed(8).getLong());
          case 'C' -> input.bytes(input.unsignedByte());
          case 'B' -> input.bytes(input.unsignedInt());
          case 0x8e, 0x96 -> input.bytes(input.fixed(8).getLong());
          default -> line(opcode);
        });
  }

  /** The literals of protocol 0, which take a line of text. */
  private @Nullable Object line(int opcode) throws IOException {
    return switch (opcode) {
      case 'I' -> decimal(input.line());
      case 'L' -> decimal(input.line().replaceFirst("L$", ""));
      case 'F' -> fraction(input.line());
      case 'V' -> plain(input.line());
      case 'S' -> unquoted(input.line());
      default -> null;
    };
  }

  private Object decimal(String line) throws WeightsFormatException {
    if (line.equals("00") || line.equals("01")) {
      return line.equals("01"); // How protocol 0 writes truth values.
    }
    if (line.length() > LONGEST_DECIMAL || !line.matches("[+-]?\\d+")) {
      throw source.refuse("its pickle has a damaged integer");
    }
    return PickleInput.simplest(new BigInteger(line));
  }

  private Object fraction(String line) throws WeightsFormatException {
    try {
      return Double.valueOf(line);
    } catch (NumberFormatException notNumber) {
      throw source.refuse("its pickle has a damaged float");
    }
  }

  private Object unquoted(String line) throws WeightsFormatException {
    if (!line.matches("'.*'|\".*\"")) {
      throw source.refuse("its pickle has a damaged string");
    }
    return plain(line.substring(1, line.length() - 1));
  }

  private Object plain(String line) throws WeightsFormatException {
    if (line.indexOf('\\') >= 0) {
      throw source.refuse("its pickle has text with escapes of protocol 0");
    }
    return line;
  }
}
