package org.graft4j.bundle;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * ND4J's binary form of one row of FLOAT numbers: a shape and then the numbers, each as a name, a
 * count, a type and the values, big-endian.
 *
 * <p>ND4J's own reader takes memory by the count that the file claims; this one compares the count
 * with what is expected and with the bytes that are there before it takes any.
 */
final class Coefficients {
  private static final int CHUNK = 1 << 18;

  /** More than the shape of any array that ND4J knows: rank up to 32, twice, and four numbers. */
  private static final int LONGEST_SHAPE = 68;

  private static final Set<String> INT_COUNTED = Set.of("DIRECT", "HEAP", "JAVACPP");

  private Coefficients() {}

  static void write(INDArray parameters, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out, 1 << 16));
    Nd4j.write(parameters, data);
    data.flush();
  }

  /**
   * Reads exactly {@code expected} numbers.
   *
   * @param in as long as {@code size}
   * @param size bytes there are
   * @return a row of shape {@code [1, expected]}
   */
  static INDArray read(Path file, InputStream in, long size, long expected) throws IOException {
    Counted counted = new Counted(in);
    DataInputStream data = new DataInputStream(counted);
    long shapeLength = length(data);
    String shapeType = data.readUTF();
    boolean longs = shapeType.equals("LONG");
    if (shapeLength < 0 || shapeLength > LONGEST_SHAPE || !(longs || shapeType.equals("INT"))) {
      throw new BundleFormatException(file, "is damaged: coefficients.bin has no shape");
    }
    data.skipNBytes((longs ? 8 : 4) * shapeLength);
    long count = length(data);
    String type = data.readUTF();
    if (!type.equals("FLOAT")) {
      throw new BundleFormatException(
          file, "must hold parameters of type FLOAT, but coefficients.bin holds " + type);
    }
    if (count != expected || size - counted.count != 4 * expected) {
      throw new BundleFormatException(
          file,
          "does not fit together: the network of configuration.json has "
              + expected
              + " parameters, but coefficients.bin claims "
              + count
              + " and has bytes for "
              + (size - counted.count) / 4);
    }
    return numbers(data, expected);
  }

  /** Before 1.0.0-beta3 ND4J wrote counts, and shapes, as int; the names tell. */
  private static long length(DataInputStream data) throws IOException {
    return INT_COUNTED.contains(data.readUTF()) ? data.readInt() : data.readLong();
  }

  private static INDArray numbers(DataInputStream data, long count) throws IOException {
    INDArray row = Nd4j.createUninitialized(DataType.FLOAT, 1, count);
    byte[] bytes = new byte[4 * (int) Math.min(CHUNK, count)];
    for (long start = 0; start < count; start += CHUNK) {
      int length = (int) Math.min(CHUNK, count - start);
      data.readFully(bytes, 0, 4 * length);
      float[] values = new float[length];
      ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
      row.get(NDArrayIndex.all(), NDArrayIndex.interval(start, start + length))
          .assign(Nd4j.createFromArray(values).reshape(1, length));
    }
    return row;
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
