package org.graft4j.zoo.format;

import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.OrderedDataType;
import io.jhdf.object.message.DataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.CompactDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ContiguousDataLayoutMessage;
import io.jhdf.object.message.DataSpace;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.DataTypeMessage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;

/** Makes a tensor of a dataset of an HDF5 file, after its sizes were compared with its bytes. */
final class Hdf5Dataset {
  private static final int NULL_SPACE = 2;

  private final Hdf5Storage storage;
  private final Hdf5Node node;

  Hdf5Dataset(Hdf5Storage storage, Hdf5Node node) {
    this.storage = storage;
    this.node = node;
  }

  WeightTensor tensor(String name) {
    DataSpace space = node.header().getMessageOfType(DataSpaceMessage.class).getDataSpace();
    DataType type = node.header().getMessageOfType(DataTypeMessage.class).getDataType();
    DType dtype = dtype(type);
    long[] shape = space.getDimensionsAsLong();
    long count =
        shape.length > TensorLayout.HIGHEST_RANK || space.getType() == NULL_SPACE
            ? -1
            : TensorLayout.count(shape).orElse(-1L);
    if (count < 0 || count > Long.MAX_VALUE / dtype.bytes()) {
      throw refuse("has an impossible shape");
    }
    ByteRegion values = values(shape, dtype, count * dtype.bytes());
    ByteOrder order = ((OrderedDataType) type).getByteOrder();
    return new WeightTensor(
        storage.source(), name, dtype, order, values, TensorLayout.dense(shape));
  }

  private ByteRegion values(long[] shape, DType dtype, long bytes) {
    DataLayoutMessage layout = node.header().getMessageOfType(DataLayoutMessage.class);
    if (bytes == 0) {
      return new Held(new byte[0]);
    }
    if (layout instanceof ContiguousDataLayoutMessage contiguous) {
      if (!storage.holds(contiguous.getAddress(), bytes)) {
        throw refuse(
            String.format(
                Locale.ROOT,
                "asks for %d bytes at %s, which the file does not have",
                bytes,
                Long.toUnsignedString(contiguous.getAddress())));
      }
      return storage.source().slice(contiguous.getAddress(), bytes);
    }
    if (layout instanceof CompactDataLayoutMessage compact) {
      ByteBuffer data = compact.getDataBuffer();
      if (data.remaining() < bytes) {
        throw refuse("has " + data.remaining() + " bytes of values, not " + bytes);
      }
      byte[] held = new byte[(int) bytes];
      data.get(held);
      return new Held(held);
    }
    if (layout instanceof ChunkedDataLayoutMessage chunked) {
      return Hdf5Chunks.of(storage, node, chunked, shape, dtype);
    }
    throw refuse(
        "lies in chunks as HDF5 1.10 indexes them, which are not read; save it with libver='earliest'");
  }

  private DType dtype(DataType type) {
    Optional<DType> plain = Optional.empty();
    if (type instanceof FloatingPoint f && f.getBitPrecision() == 8 * f.getSize()) {
      boolean packed = f.getBitOffset() == 0 && f.getMantissaLocation() == 0;
      plain = packed ? floating(f.getSize(), f.getExponentSize()) : plain;
    } else if (type instanceof FixedPoint i && i.getBitPrecision() == 8 * i.getSize()) {
      plain = i.getBitOffset() == 0 ? fixed(i.getSize(), i.isSigned()) : plain;
    }
    return plain.orElseThrow(() -> refuse("holds no plain numbers"));
  }

  private static Optional<DType> floating(int bytes, int exponentBits) {
    return Optional.ofNullable(
        switch (bytes * 100 + exponentBits) {
          case 811 -> DType.F64;
          case 408 -> DType.F32;
          case 205 -> DType.F16;
          case 208 -> DType.BF16;
          default -> null;
        });
  }

  private static Optional<DType> fixed(int bytes, boolean signed) {
    return Optional.ofNullable(
        switch (bytes) {
          case 8 -> signed ? DType.I64 : DType.U64;
          case 4 -> signed ? DType.I32 : DType.U32;
          case 2 -> signed ? DType.I16 : DType.U16;
          case 1 -> signed ? DType.I8 : DType.U8;
          default -> null;
        });
  }

  private Hdf5Storage.Refused refuse(String what) {
    return new Hdf5Storage.Refused("dataset '" + node.path() + "' " + what);
  }

  /** A few bytes out of an object header. */
  private static final class Held implements ByteRegion {
    private final byte[] bytes;

    Held(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public InputStream open(long offset) {
      return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
    }
  }
}
