package org.graft4j.bundle;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UTFDataFormatException;
import java.nio.file.Path;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The head of {@code coefficients.bin}, which is ND4J's binary form of an array: a shape and then
 * the numbers, each as a name, a count, a type and the values, most significant byte first.
 *
 * @param type of the numbers, FLOAT or DOUBLE
 * @param count of the numbers, which are there
 * @param start the byte at which they begin
 */
public record CoefficientsHead(DataType type, long count, long start) {
  /** More than the shape of any array that ND4J knows: rank up to 32, twice, and four numbers. */
  private static final int LONGEST_SHAPE = 68;

  /** Before 1.0.0-beta3 ND4J wrote counts, and shapes, as int; the names tell. */
  private static final Set<String> INT_COUNTED = Set.of("DIRECT", "HEAP", "JAVACPP");

  /**
   * Reads the head and leaves the stream at the first number. Takes no memory by what it claims.
   *
   * @param file named in messages
   * @param in coefficients.bin from its beginning
   * @param size its length in bytes, which has been checked
   * @throws BundleFormatException if it is no such array, of another type, or has not as many
   *     numbers as it claims
   */
  public static CoefficientsHead read(Path file, InputStream in, long size) throws IOException {
    Counted counted = new Counted(in);
    DataInputStream data = new DataInputStream(counted);
    try {
      skipShape(file, data);
      long count = length(data);
      DataType type = type(file, data.readUTF());
      long bytes = size - counted.count;
      if (count < 0 || bytes % type.width() != 0 || bytes / type.width() != count) {
        throw new BundleFormatException(
            file,
            "does not fit together: coefficients.bin claims "
                + count
                + " numbers, and has "
                + bytes
                + " bytes of them");
      }
      return new CoefficientsHead(type, count, counted.count);
    } catch (EOFException | UTFDataFormatException e) {
      throw new BundleFormatException(
          file, "is damaged: coefficients.bin is cut off, or holds no array", e);
    }
  }

  private static void skipShape(Path file, DataInputStream data) throws IOException {
    String counted = data.readUTF();
    if (counted.equals(PackedWeights.MARK)) {
      throw new BundleFormatException(
          file,
          "is refused: its weights are packed. Make a plain model of it with"
              + " 'graft4j compress MODEL --out FLOAT'");
    }
    long length = length(counted, data);
    String type = data.readUTF();
    boolean longs = type.equals("LONG");
    if (length < 0 || length > LONGEST_SHAPE || !(longs || type.equals("INT"))) {
      throw new BundleFormatException(file, "is damaged: coefficients.bin has no shape");
    }
    data.skipNBytes((longs ? Long.BYTES : Integer.BYTES) * length);
  }

  private static long length(DataInputStream data) throws IOException {
    return length(data.readUTF(), data);
  }

  private static long length(String counted, DataInputStream data) throws IOException {
    return INT_COUNTED.contains(counted) ? data.readInt() : data.readLong();
  }

  private static DataType type(Path file, String name) throws BundleFormatException {
    return switch (name) {
      case "FLOAT" -> DataType.FLOAT;
      case "DOUBLE" -> DataType.DOUBLE;
      default ->
          throw new BundleFormatException(
              file,
              "must hold parameters of type FLOAT, but coefficients.bin holds "
                  + (name.matches("[A-Z0-9]{1,16}") ? name : "an unknown type")
                  + "; save the network with parameters of type FLOAT");
    };
  }

  /** Counts the bytes that went through. */
  private static final class Counted extends InputStream {
    private final InputStream in;
    private long count;

    Counted(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      count += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int got = in.read(bytes, offset, length);
      count += Math.max(0, got);
      return got;
    }
  }
}
