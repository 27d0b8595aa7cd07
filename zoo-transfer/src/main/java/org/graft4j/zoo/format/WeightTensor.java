package org.graft4j.zoo.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A tensor of a weights file: its name, shape and type at once, its values when they are asked for.
 *
 * <p>Usable until its {@link WeightsFile} is closed, by several threads at once.
 */
public final class WeightTensor {
  private static final int CHUNK_FLOATS = 1 << 16;
  private static final long MOST_ELEMENTS = Integer.MAX_VALUE - 8;

  private final WeightsSource source;
  private final String name;
  private final DType dtype;
  private final ByteOrder order;
  private final ByteRegion storage;
  private final TensorLayout layout;

  /** The layout has been checked against the storage. */
  WeightTensor(
      WeightsSource source,
      String name,
      DType dtype,
      ByteOrder order,
      ByteRegion storage,
      TensorLayout layout) {
    this.source = source;
    this.name = name;
    this.dtype = dtype;
    this.order = order;
    this.storage = storage;
    this.layout = layout;
  }

  /** The name in the file, without the prefixes that {@link WeightsFile} takes off. */
  public String name() {
    return name;
  }

  /** The size of each dimension; empty for a scalar. A fresh array. */
  public long[] shape() {
    return layout.shape();
  }

  /** The element type: F64, F32, F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8 or BOOL. */
  public String dtype() {
    return dtype.name();
  }

  /**
   * All values in C order. F16 and BF16 are widened exactly, F64 is rounded to the nearest; BOOL
   * gives 0 and 1. NaN and infinities come as they are stored. A fresh array.
   *
   * @throws WeightsFormatException if there are more values than an array holds, an integer is not
   *     exactly a float, or a finite F64 is beyond the range of float
   * @throws IOException if the file cannot be read or has been closed
   */
  public float[] toFloats() throws IOException {
    float[] floats = new float[count()];
    if (dtype == DType.F32 && layout.isDense()) {
      readRow(floats);
    } else if (dtype.floating()) {
      forEach((block, index, to) -> floats[to] = rounded(dtype.doubleAt(block, index)));
    } else {
      forEach((block, index, to) -> floats[to] = exact(signed(block, index)));
    }
    return floats;
  }

  /**
   * Whether any value is NaN or infinite. Such weights load, and whoever loads them should say so.
   *
   * @throws IOException if the file cannot be read or has been closed
   */
  public boolean hasNonFinite() throws IOException {
    if (!dtype.floating()) {
      return false;
    }
    AtomicBoolean found = new AtomicBoolean();
    forEach(
        (block, index, to) -> {
          if (!Double.isFinite(dtype.doubleAt(block, index))) {
            found.set(true);
          }
        });
    return found.get();
  }

  /** All values of a floating tensor in C order, exactly. */
  double[] toDoubles() throws IOException {
    double[] doubles = new double[count()];
    forEach((block, index, to) -> doubles[to] = dtype.doubleAt(block, index));
    return doubles;
  }

  /** All values of an integer tensor in C order, exactly. */
  long[] toLongs() throws IOException {
    long[] longs = new long[count()];
    forEach((block, index, to) -> longs[to] = signed(block, index));
    return longs;
  }

  private long signed(ByteBuffer block, int index) throws WeightsFormatException {
    long value = dtype.longAt(block, index);
    if (dtype == DType.U64 && value < 0) {
      throw notFloat("a value from 2^63 on");
    }
    return value;
  }

  private float exact(long value) throws WeightsFormatException {
    float exact = (float) value;
    // The cast back saturates, so the one float that it would forgive is told apart.
    if ((long) exact != value || exact == 0x1p63f) {
      throw notFloat(Long.toString(value));
    }
    return exact;
  }

  private float rounded(double exact) throws WeightsFormatException {
    float rounded = (float) exact;
    if (Float.isInfinite(rounded) && !Double.isInfinite(exact)) {
      throw notFloat(Double.toString(exact));
    }
    return rounded;
  }

  private WeightsFormatException notFloat(String value) {
    return source.refuse(
        String.format(
            Locale.ROOT,
            "tensor %s of type %s has %s, which no float is",
            WeightsFormatException.quote(name),
            dtype,
            value),
        "leave this tensor out or store it as F32");
  }

  private int count() throws WeightsFormatException {
    if (layout.count() > MOST_ELEMENTS) {
      throw source.refuse(
          String.format(
              Locale.ROOT,
              "tensor %s has %d values",
              WeightsFormatException.quote(name),
              layout.count()),
          "at most " + MOST_ELEMENTS + " can be read at once: split it");
    }
    return (int) layout.count();
  }

  /** Reads elements of type F32 that lie one behind the other. */
  private void readRow(float[] floats) throws IOException {
    try (InputStream in = storage.open(layout.offset() * Float.BYTES)) {
      for (int first = 0; first < floats.length; first += CHUNK_FLOATS) {
        int length = Math.min(floats.length - first, CHUNK_FLOATS);
        byte[] chunk = in.readNBytes(length * Float.BYTES);
        if (chunk.length < length * Float.BYTES) {
          throw cutOff();
        }
        ByteBuffer.wrap(chunk).order(order).asFloatBuffer().get(floats, first, length);
      }
    }
  }

  private void forEach(StoredElements.Sink sink) throws IOException {
    StoredElements elements = new StoredElements(storage, dtype, order, layout);
    if (elements.block() > MOST_ELEMENTS) {
      throw source.refuse(
          String.format(
              Locale.ROOT,
              "tensor %s is a view across %d bytes that overlaps itself",
              WeightsFormatException.quote(name),
              elements.span()),
          "store it contiguously");
    }
    try {
      elements.forEach(sink);
    } catch (EOFException shorter) {
      throw cutOff();
    }
  }

  private WeightsFormatException cutOff() {
    return source.refuse(
        "ends within tensor " + WeightsFormatException.quote(name) + ", so it is cut off");
  }

  @Override
  public String toString() {
    return name + " " + dtype + Arrays.toString(layout.shape());
  }
}
