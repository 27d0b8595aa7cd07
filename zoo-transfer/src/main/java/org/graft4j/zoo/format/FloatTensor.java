package org.graft4j.zoo.format;

import java.util.Arrays;

/**
 * A tensor to be written: values in C order, a shape, and whether they are stored whole (F32), in
 * half precision (F16) or as a whole number (I64).
 *
 * <p>The array of values is not copied; it must not change until it is written.
 */
public final class FloatTensor {
  private final DType dtype;
  private final float[] values;
  private final long[] shape;

  private FloatTensor(DType dtype, float[] values, long[] shape) {
    long count = TensorLayout.count(shape).orElse(-1L);
    if (count != values.length) {
      throw new IllegalArgumentException(
          "shape must have a size for each of "
              + values.length
              + " values, but was "
              + Arrays.toString(shape));
    }
    this.dtype = dtype;
    this.values = values;
    this.shape = shape.clone();
  }

  /**
   * A tensor stored in single precision, bit for bit.
   *
   * @param shape no size for a scalar; the product must be the number of values
   */
  public static FloatTensor f32(float[] values, long... shape) {
    return new FloatTensor(DType.F32, values, shape);
  }

  /**
   * A tensor stored in half precision, rounded to the nearest, ties to even. NaN and infinities
   * stay; a finite value of magnitude 65520 or more, which would become infinite, is refused.
   *
   * @param shape no size for a scalar; the product must be the number of values
   */
  public static FloatTensor f16(float[] values, long... shape) {
    for (int i = 0; i < values.length; i++) {
      if (Math.abs(values[i]) >= HalfPrecision.OVERFLOW && !Float.isInfinite(values[i])) {
        throw new IllegalArgumentException(
            "values must be below 65520 in magnitude for half precision, but value "
                + i
                + " was "
                + values[i]
                + "; store it with f32");
      }
    }
    return new FloatTensor(DType.F16, values, shape);
  }

  /**
   * A whole number of 64 bits without dimensions, as torch counts batches.
   *
   * @param count one that is exactly a float
   */
  public static FloatTensor counter(long count) {
    float value = count;
    if ((long) value != count || value == 0x1p63f) {
      throw new IllegalArgumentException("count must be exactly a float, but was " + count);
    }
    return new FloatTensor(DType.I64, new float[] {value}, new long[0]);
  }

  DType dtype() {
    return dtype;
  }

  float[] values() {
    return values;
  }

  long[] shape() {
    return shape.clone();
  }
}
