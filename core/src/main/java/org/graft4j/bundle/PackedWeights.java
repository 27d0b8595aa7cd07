package org.graft4j.bundle;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.layer.WeightRows;

/**
 * Parameters one after the other by name, each as float or as steps of int8, with its zeros or
 * without.
 *
 * <p>All numbers have their most significant byte first. A line of text and the number of
 * parameters; then for each its name, a byte for the kind (1: int8, 2: without zeros, 3: both), the
 * count of its values, for int8 the number of rows and a float for each, without zeros a bit for
 * each value (the lowest bit of the first byte first), and the values.
 *
 * <p>A value takes a bit at least, so that a file can ask for 32 times its own size of native
 * memory and no more; {@link BundleReader} compares that before any is taken. How many values there
 * are is what the configuration says, for all parameters together and for each: an entry that
 * claims another count is refused before it is read. Beside the network one parameter at a time is
 * held in memory.
 */
final class PackedWeights {
  /** ND4J takes the first text of an array for a constant's name, and says that there is none. */
  static final String MARK =
      "packed weights: open with Graft4J; 'graft4j compress MODEL --out FLOAT' makes a plain model";

  private static final int INT8 = 1;
  private static final int WITHOUT_ZEROS = 2;

  private PackedWeights() {}

  static void write(ComputationGraph graph, StoredWeights form, OutputStream out)
      throws IOException {
    DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out, 1 << 16));
    data.writeUTF(MARK);
    List<ParameterRecord> parameters = ParameterRecord.of(graph);
    data.writeInt(parameters.size());
    for (ParameterRecord parameter : parameters) {
      data.writeUTF(parameter.name());
      Optional<WeightRows> rows = form == StoredWeights.INT8 ? parameter.rows() : Optional.empty();
      if (rows.isPresent()) {
        Int8Rows steps = Int8Rows.of(rows.get());
        write(data, INT8, Byte.BYTES, steps.scales(), steps.steps());
      } else {
        float[] values = parameter.copy();
        byte[] bytes = new byte[Math.multiplyExact(Float.BYTES, values.length)];
        ByteBuffer.wrap(bytes).asFloatBuffer().put(values);
        write(data, 0, Float.BYTES, new float[0], bytes);
      }
    }
    data.flush();
  }

  private static void write(
      DataOutputStream data, int kind, int width, float[] scales, byte[] values)
      throws IOException {
    int count = values.length / width;
    BitSet there = new BitSet(count);
    for (int i = 0; i < count; i++) {
      there.set(i, !zero(values, i, width));
    }
    int mask = maskBytes(count);
    boolean without = (long) mask + (long) there.cardinality() * width < values.length;
    data.writeByte(kind | (without ? WITHOUT_ZEROS : 0));
    data.writeInt(count);
    if (kind == INT8) {
      data.writeInt(scales.length);
      for (float scale : scales) {
        data.writeFloat(scale);
      }
    }
    if (!without) {
      data.write(values);
      return;
    }
    byte[] bits = new byte[mask];
    byte[] set = there.toByteArray();
    System.arraycopy(set, 0, bits, 0, set.length);
    data.write(bits);
    for (int i = there.nextSetBit(0); i >= 0; i = there.nextSetBit(i + 1)) {
      data.write(values, i * width, width);
    }
  }

  /** Zero to the bit: a negative zero is a value. */
  private static boolean zero(byte[] values, int place, int width) {
    for (int i = place * width; i < (place + 1) * width; i++) {
      if (values[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static int maskBytes(int count) {
    return count / Byte.SIZE + (count % Byte.SIZE == 0 ? 0 : 1);
  }

  /**
   * Reads into a network whose parameters have been counted and compared with the bytes there are.
   *
   * @param in ends where the entry does
   */
  static void read(Path file, InputStream in, ComputationGraph graph) throws IOException {
    DataInputStream data = new DataInputStream(in);
    List<ParameterRecord> parameters = ParameterRecord.of(graph);
    require(file, data.readUTF().equals(MARK), "does not begin as packed weights do");
    int claimed = data.readInt();
    require(
        file,
        claimed == parameters.size(),
        "claims " + claimed + " parameters, but the network has " + parameters.size());
    for (ParameterRecord parameter : parameters) {
      String name = data.readUTF();
      require(file, name.equals(parameter.name()), "has no parameter '" + parameter.name() + "'");
      read(file, data, parameter);
    }
    require(file, data.read() < 0, "goes on after the last parameter");
  }

  private static void read(Path file, DataInputStream data, ParameterRecord parameter)
      throws IOException {
    String name = "parameter '" + parameter.name() + "'";
    int kind = data.readUnsignedByte();
    require(file, kind <= (INT8 | WITHOUT_ZEROS), "has " + name + " in a form that is unknown");
    int count = data.readInt();
    require(
        file,
        count == parameter.values().length(),
        "claims " + count + " values of " + name + ", which has " + parameter.values().length());
    boolean without = (kind & WITHOUT_ZEROS) != 0;
    if ((kind & INT8) == 0) {
      ByteBuffer bytes = ByteBuffer.wrap(values(file, data, count, Float.BYTES, without));
      float[] values = new float[count];
      bytes.asFloatBuffer().get(values);
      parameter.put(values);
      return;
    }
    int rows = data.readInt();
    WeightRows target = parameter.rows().orElse(null);
    if (target == null || rows != target.rows()) {
      throw damaged(file, "claims " + rows + " scales of " + name + ", which has not as many");
    }
    float[] scales = new float[rows];
    for (int row = 0; row < rows; row++) {
      scales[row] = data.readFloat();
      require(
          file,
          Int8Rows.valid(scales[row]),
          "has a scale of " + name + " that must be positive and finite, but was " + scales[row]);
    }
    byte[] steps = values(file, data, count, Byte.BYTES, without);
    for (byte step : steps) {
      require(file, step >= -Int8Rows.MOST, "has a step of " + name + " below -127");
    }
    target.put(new Int8Rows(scales, steps).values());
  }

  private static byte[] values(
      Path file, DataInputStream data, int count, int width, boolean without) throws IOException {
    byte[] values = new byte[Math.multiplyExact(width, count)];
    if (!without) {
      data.readFully(values);
      return values;
    }
    byte[] bits = new byte[maskBytes(count)];
    data.readFully(bits);
    BitSet there = BitSet.valueOf(bits);
    require(file, there.length() <= count, "marks more values than there are");
    for (int i = there.nextSetBit(0); i >= 0; i = there.nextSetBit(i + 1)) {
      data.readFully(values, i * width, width);
    }
    return values;
  }

  private static void require(Path file, boolean holds, String problem)
      throws BundleFormatException {
    if (!holds) {
      throw damaged(file, problem);
    }
  }

  private static BundleFormatException damaged(Path file, String problem) {
    return new BundleFormatException(file, "is damaged: coefficients.bin " + problem);
  }
}
