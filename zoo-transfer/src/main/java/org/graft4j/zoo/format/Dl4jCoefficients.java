package org.graft4j.zoo.format;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UTFDataFormatException;

/**
 * The head of ND4J's binary form of an array: its shape and its values, each as a name, a count, a
 * type and numbers, most significant byte first.
 *
 * @param dtype type of the values
 * @param count number of values, which are there
 * @param start where they begin
 */
record Dl4jCoefficients(DType dtype, long count, long start) {
  /** More than the shape of any array that ND4J knows: rank up to 32, twice, and four numbers. */
  private static final int LONGEST_SHAPE = 68;

  static Dl4jCoefficients of(WeightsSource source, ZipRecord record) throws IOException {
    try (InputStream in = record.open(0);
        DataInputStream data = new DataInputStream(in)) {
      int head = length(data.readUTF());
      long shape = data.readLong();
      String shapeType = data.readUTF();
      if (shape < 0 || shape > LONGEST_SHAPE || !shapeType.equals("LONG")) {
        throw source.refuse("its coefficients.bin has no shape");
      }
      data.skipNBytes(Long.BYTES * shape);
      int name = length(data.readUTF());
      long count = data.readLong();
      String type = data.readUTF();
      DType dtype =
          switch (type) {
            case "FLOAT" -> DType.F32;
            case "DOUBLE" -> DType.F64;
            default ->
                throw source.refuse(
                    "its coefficients.bin holds " + WeightsFormatException.quote(type),
                    "save the network with parameters of type FLOAT");
          };
      long start = head + 8 + length(shapeType) + Long.BYTES * shape + name + 8 + length(type);
      long bytes = record.length() - start;
      if (count < 0 || bytes % dtype.bytes() != 0 || bytes / dtype.bytes() != count) {
        throw source.refuse(
            "its coefficients.bin claims " + count + " values and has " + bytes + " bytes of them");
      }
      return new Dl4jCoefficients(dtype, count, start);
    } catch (EOFException | UTFDataFormatException damaged) {
      throw source.refuse("its coefficients.bin is cut off or damaged");
    }
  }

  /** Bytes of a text in Java's form: two for its length, then the text, which has to be ASCII. */
  private static int length(String text) {
    return Short.BYTES + text.length();
  }
}
