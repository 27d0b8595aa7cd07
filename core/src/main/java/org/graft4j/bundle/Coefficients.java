package org.graft4j.bundle;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * ND4J's binary form of one row of FLOAT numbers: a {@link CoefficientsHead} and then the numbers.
 *
 * <p>ND4J's own reader takes memory by the count that the file claims; this one compares the count
 * with what is expected and with the bytes that are there before it takes any.
 */
final class Coefficients {
  private static final int CHUNK = 1 << 18;

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
    CoefficientsHead head = CoefficientsHead.read(file, in, size);
    if (head.type() != DataType.FLOAT) {
      throw new BundleFormatException(
          file, "must hold parameters of type FLOAT, but coefficients.bin holds " + head.type());
    }
    if (head.count() != expected) {
      throw new BundleFormatException(
          file,
          "does not fit together: the network of configuration.json has "
              + expected
              + " parameters, but coefficients.bin claims "
              + head.count());
    }
    return numbers(new DataInputStream(in), expected);
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
}
