package org.graft4j.zoo.format;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** How one element of a tensor is stored. Names are those of safetensors. */
enum DType {
  F64(8, true),
  F32(4, true),
  F16(2, true),
  BF16(2, true),
  I64(8, false),
  I32(4, false),
  I16(2, false),
  I8(1, false),
  U64(8, false),
  U32(4, false),
  U16(2, false),
  U8(1, false),
  BOOL(1, false);

  private final int bytes;
  private final boolean floating;

  DType(int bytes, boolean floating) {
    this.bytes = bytes;
    this.floating = floating;
  }

  static Optional<DType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** Bytes of one element. */
  int bytes() {
    return bytes;
  }

  /** Whether elements are fractions, to be read by {@link #doubleAt}; else {@link #longAt}. */
  boolean floating() {
    return floating;
  }

  /** The exact value of an element of a floating type. */
  double doubleAt(ByteBuffer buffer, int index) {
    int at = index * bytes;
    return switch (this) {
      case F64 -> buffer.getDouble(at);
      case F32 -> buffer.getFloat(at);
      case F16 -> HalfPrecision.widen(buffer.getShort(at));
      case BF16 -> HalfPrecision.widenBrain(buffer.getShort(at));
      default -> throw new IllegalStateException(this + " is not floating");
    };
  }

  /** The value of an element of an integer type; U64 from 2^63 on comes out negative. */
  long longAt(ByteBuffer buffer, int index) {
    int at = index * bytes;
    return switch (this) {
      case I64, U64 -> buffer.getLong(at);
      case I32 -> buffer.getInt(at);
      case U32 -> Integer.toUnsignedLong(buffer.getInt(at));
      case I16 -> buffer.getShort(at);
      case U16 -> Short.toUnsignedLong(buffer.getShort(at));
      case I8 -> buffer.get(at);
      case U8 -> Byte.toUnsignedLong(buffer.get(at));
      case BOOL -> buffer.get(at) == 0 ? 0 : 1;
      default -> throw new IllegalStateException(this + " is not an integer type");
    };
  }
}
