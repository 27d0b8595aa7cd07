package org.graft4j.zoo.format;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads NumPy's {@code .npy} and {@code .npz}: plain numbers of either byte order, in C or Fortran
 * order. Arrays of objects are pickles and refused.
 */
final class NpyReader {
  private static final String SUFFIX = ".npy";

  private NpyReader() {}

  /** The one array of a file, under the empty name. */
  static WeightsContent readArray(WeightsSource source) throws IOException {
    return new WeightsContent(Map.of("", tensor(source, source, "")), Map.of());
  }

  /** All arrays of a zip file, by their names without {@code .npy}; their CRCs are checked. */
  static WeightsContent readArchive(WeightsSource source, Map<String, ZipRecord> records)
      throws IOException {
    Map<String, WeightTensor> tensors = new LinkedHashMap<>();
    for (ZipRecord record : records.values()) {
      if (!record.name().endsWith(SUFFIX)) {
        throw source.refuse(
            "has the record "
                + WeightsFormatException.quote(record.name())
                + " among its arrays, which is none");
      }
      record.verify();
      String name = record.name().substring(0, record.name().length() - SUFFIX.length());
      tensors.put(name, tensor(source, record, name));
    }
    return new WeightsContent(tensors, Map.of());
  }

  private static WeightTensor tensor(WeightsSource source, ByteRegion bytes, String name)
      throws IOException {
    String what = name.isEmpty() ? "it" : "array " + WeightsFormatException.quote(name);
    NpyHeader header = NpyHeader.read(source, bytes, what);
    DType dtype = dtype(source, header.descr(), what);
    ByteOrder order =
        header.descr().startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    long available = bytes.length() - header.end();
    Optional<Long> count = TensorLayout.count(header.shape());
    if (count.isEmpty()
        || available % dtype.bytes() != 0
        || available / dtype.bytes() != count.get()) {
      throw source.refuse(
          String.format(
              Locale.ROOT,
              "%s has %d bytes of values, which do not fit its shape and type %s",
              what,
              available,
              header.descr()));
    }
    TensorLayout layout =
        header.fortranOrder()
            ? TensorLayout.fortran(header.shape())
            : TensorLayout.dense(header.shape());
    ByteRegion values = new Behind(bytes, header.end());
    return new WeightTensor(source, name, dtype, order, values, layout);
  }

  private static DType dtype(WeightsSource source, String descr, String what)
      throws WeightsFormatException {
    String type =
        descr.length() > 1 && "<>|".indexOf(descr.charAt(0)) >= 0 ? descr.substring(1) : "";
    return switch (type) {
      case "f8" -> DType.F64;
      case "f4" -> DType.F32;
      case "f2" -> DType.F16;
      case "i8" -> DType.I64;
      case "i4" -> DType.I32;
      case "i2" -> DType.I16;
      case "i1" -> DType.I8;
      case "u8" -> DType.U64;
      case "u4" -> DType.U32;
      case "u2" -> DType.U16;
      case "u1" -> DType.U8;
      case "b1" -> DType.BOOL;
      case "O" ->
          throw source.refuse(
              what + " holds Python objects, which only a pickle can read",
              "do not trust it; save arrays of numbers");
      default ->
          throw source.refuse(
              what + " has the type " + WeightsFormatException.quote(descr),
              "convert it to float32 and save it again");
    };
  }
}
