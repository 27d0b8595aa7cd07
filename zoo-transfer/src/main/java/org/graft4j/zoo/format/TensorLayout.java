package org.graft4j.zoo.format;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where the elements of a tensor lie in its storage: element {@code (i, j, ...)} at {@code offset +
 * i * strides[0] + j * strides[1] + ...}, counted in elements.
 *
 * <p>Nothing here is trusted before {@link #defect} has found nothing. Immutable.
 */
final class TensorLayout {
  static final int HIGHEST_RANK = 64;

  /**
   * A view that repeats elements (stride 0, or overlapping rows) may have more of them than its
   * storage, but no more than this: else a file of some bytes could ask for terabytes.
   */
  private static final long MOST_REPEATED = 1 << 20;

  private final long[] shape;
  private final long[] strides;
  private final long offset;

  TensorLayout(long[] shape, long[] strides, long offset) {
    this.shape = shape.clone();
    this.strides = strides.clone();
    this.offset = offset;
  }

  /** Rows one behind the other from the start of the storage. The shape must have been checked. */
  static TensorLayout dense(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= Math.max(1, shape[axis]);
    }
    return new TensorLayout(shape, strides, 0);
  }

  /**
   * Columns one behind the other: the first index runs fastest. The shape must have been checked.
   */
  static TensorLayout fortran(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int axis = 0; axis < shape.length; axis++) {
      strides[axis] = stride;
      stride *= Math.max(1, shape[axis]);
    }
    return new TensorLayout(shape, strides, 0);
  }

  /** Number of elements of a shape, or empty if a size is negative or the product too large. */
  static Optional<Long> count(long[] shape) {
    if (Arrays.stream(shape).anyMatch(size -> size < 0)) {
      return Optional.empty();
    }
    long count = 1;
    try {
      // Sizes other than 0 must not overflow either: [2^40, 2^40, 0] is no shape of a real tensor.
      for (long size : shape) {
        count = Math.multiplyExact(count, Math.max(1, size));
      }
    } catch (ArithmeticException tooLarge) {
      return Optional.empty();
    }
    return Optional.of(Arrays.stream(shape).anyMatch(size -> size == 0) ? 0L : count);
  }

  /** What makes this layout impossible on a storage of that many elements, if anything does. */
  Optional<String> defect(long storageElements) {
    if (shape.length != strides.length || shape.length > HIGHEST_RANK) {
      return Optional.of(shape.length + " sizes but " + strides.length + " strides");
    }
    Optional<Long> count = count(shape);
    if (count.isEmpty()) {
      return Optional.of("the impossible shape " + Arrays.toString(shape));
    }
    if (offset < 0 || offset > storageElements || Arrays.stream(strides).anyMatch(s -> s < 0)) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "offset %d and strides %s on a storage of %d elements",
              offset,
              Arrays.toString(strides),
              storageElements));
    }
    if (count.get() == 0) {
      return Optional.empty();
    }
    if (count.get() > Math.max(storageElements, MOST_REPEATED)) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%d elements that repeat a storage of %d",
              count.get(),
              storageElements));
    }
    try {
      if (last() < storageElements) {
        return Optional.empty();
      }
    } catch (ArithmeticException beyondAnyFile) {
      // Falls through to the same complaint.
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "shape %s, strides %s and offset %d, which leave its storage of %d elements",
            Arrays.toString(shape),
            Arrays.toString(strides),
            offset,
            storageElements));
  }

  long[] shape() {
    return shape.clone();
  }

  long offset() {
    return offset;
  }

  /** Number of elements. */
  long count() {
    return count(shape).orElseThrow();
  }

  /** The highest place in the storage that an element has. For layouts with elements. */
  long last() {
    long last = offset;
    for (int axis = 0; axis < shape.length; axis++) {
      last = Math.addExact(last, Math.multiplyExact(shape[axis] - 1, strides[axis]));
    }
    return last;
  }

  /** Whether the elements in C order lie one behind the other. */
  boolean isDense() {
    long stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      if (shape[axis] != 1 && strides[axis] != stride) {
        return false;
      }
      stride *= shape[axis];
    }
    return true;
  }

  /** Takes the place of an element in the storage and its number in C order. */
  interface Visitor {
    void visit(long place, int number) throws IOException;
  }

  /**
   * All elements by place (numbers beyond int wrap): the axis with the longest stride is the
   * outermost loop. Where {@link #ascends} holds, no place is before the one before it.
   */
  void forEach(Visitor visitor) throws IOException {
    int[] axes = axesByStride();
    long[] numberStrides = dense(shape).strides;
    long[] index = new long[shape.length];
    long place = offset;
    long number = 0;
    for (long left = count(); left > 0; left--) {
      visitor.visit(place, (int) number);
      for (int i = axes.length - 1; i >= 0; i--) {
        int axis = axes[i];
        place += strides[axis];
        number += numberStrides[axis];
        if (++index[axis] < shape[axis]) {
          break;
        }
        place -= strides[axis] * shape[axis];
        number -= numberStrides[axis] * shape[axis];
        index[axis] = 0;
      }
    }
  }

  /** Whether {@link #forEach} never goes back: no row begins before the one before it ends. */
  boolean ascends() {
    int[] axes = axesByStride();
    long reach = 0;
    for (int i = axes.length - 1; i >= 0; i--) {
      if (strides[axes[i]] < reach) {
        return false;
      }
      reach += (shape[axes[i]] - 1) * strides[axes[i]];
    }
    return true;
  }

  /** The axes along which there is more than one element, the longest stride first. */
  private int[] axesByStride() {
    return IntStream.range(0, shape.length)
        .filter(axis -> shape[axis] > 1)
        .boxed()
        .sorted(Comparator.comparingLong((Integer axis) -> strides[axis]).reversed())
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
