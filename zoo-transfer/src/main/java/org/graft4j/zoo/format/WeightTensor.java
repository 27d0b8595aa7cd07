package org.graft4j.zoo.format;

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
  private static final int CHUNK_BYTES = 1 << 20;
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
    if (dtype == DType.F32) {
      forEachChunk((chunk, first) -> chunk.asFloatBuffer().get(floats, first, chunk.limit() / 4));
      return floats;
    }
    if (dtype.floating()) {
      forEachChunk(
          (chunk, first) -> {
            for (int i = 0; i < chunk.limit() / dtype.bytes(); i++) {
              floats[first + i] = rounded(dtype.doubleAt(chunk, i));
            }
          });
      return floats;
    }
    long[] exact = toLongs();
    for (int i = 0; i < exact.length; i++) {
      floats[i] = exact[i];
      // The cast back saturates, so the one float that it would forgive is told apart.
      if ((long) floats[i] != exact[i] || floats[i] == 0x1p63f) {
        throw notFloat(Long.toString(exact[i]));
      }
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
    forEachChunk(
        (chunk, first) -> {
          for (int i = 0; i < chunk.limit() / dtype.bytes() && !found.get(); i++) {
            found.set(!Double.isFinite(dtype.doubleAt(chunk, i)));
          }
        });
    return found.get();
  }

  /** All values of a floating tensor in C order, exactly. */
  double[] toDoubles() throws IOException {
    double[] doubles = new double[count()];
    forEachChunk(
        (chunk, first) -> {
          for (int i = 0; i < chunk.limit() / dtype.bytes(); i++) {
            doubles[first + i] = dtype.doubleAt(chunk, i);
          }
        });
    return doubles;
  }

  /** All values of an integer tensor in C order, exactly. */
  long[] toLongs() throws IOException {
    long[] longs = new long[count()];
    forEachChunk(
        (chunk, first) -> {
          for (int i = 0; i < chunk.limit() / dtype.bytes(); i++) {
            longs[first + i] = dtype.longAt(chunk, i);
          }
        });
    if (dtype == DType.U64 && Arrays.stream(longs).anyMatch(v -> v < 0)) {
      throw notFloat("a value from 2^63 on");
    }
    return longs;
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

  /** Takes some elements, of which the first has that number in C order. */
  private interface ChunkReader {
    void read(ByteBuffer chunk, int first) throws IOException;
  }

  /** Hands out the elements in C order, chunk by chunk. */
  private void forEachChunk(ChunkReader reader) throws IOException {
    if (layout.count() == 0) {
      return;
    }
    long start = layout.offset() * dtype.bytes();
    try (InputStream in = storage.open(start)) {
      if (!layout.isDense()) {
        reader.read(gather(in), 0);
        return;
      }
      long left = layout.count() * dtype.bytes();
      for (int first = 0; left > 0; first += CHUNK_BYTES / dtype.bytes()) {
        byte[] chunk = read(in, (int) Math.min(left, CHUNK_BYTES));
        reader.read(ByteBuffer.wrap(chunk).order(order), first);
        left -= chunk.length;
      }
    }
  }

  private ByteBuffer gather(InputStream in) throws IOException {
    int width = dtype.bytes();
    long span = (layout.last() - layout.offset() + 1) * width;
    if (Math.max(span, layout.count() * width) > MOST_ELEMENTS) {
      throw source.refuse(
          String.format(
              Locale.ROOT,
              "tensor %s is a view across %d bytes",
              WeightsFormatException.quote(name),
              span),
          "store it contiguously");
    }
    byte[] from = read(in, (int) span);
    int[] places = layout.places();
    byte[] to = new byte[places.length * width];
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(from, places[i] * width, to, i * width, width);
    }
    return ByteBuffer.wrap(to).order(order);
  }

  private byte[] read(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw source.refuse(
          "ends within tensor " + WeightsFormatException.quote(name) + ", so it is cut off");
    }
    return bytes;
  }

  @Override
  public String toString() {
    return name + " " + dtype + Arrays.toString(layout.shape());
  }
}
