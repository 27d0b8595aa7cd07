package org.graft4j.layer;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where the windows of a convolution lie on a picture, and how many there are. Immutable. */
final class ConvolutionPlaces {
  private final int[] kernelSize;
  private final int[] stride;
  private final int[] padding;
  private final boolean same;

  /**
   * Windows of that form.
   *
   * @param kernelSize height and width; not copied
   * @param stride along height and width; not copied
   * @param padding zeros at the top, the bottom, the left and the right; not copied
   * @param same whether the zeros follow from the size of the picture instead
   */
  ConvolutionPlaces(int[] kernelSize, int[] stride, int[] padding, boolean same) {
    this.kernelSize = kernelSize;
    this.stride = stride;
    this.padding = padding;
    this.same = same;
  }

  /** Zeros at the top, the bottom, the left and the right of pictures of that size. */
  int[] padding(long height, long width) {
    if (!same) {
      return padding.clone();
    }
    int rows = sameZeros(height, 0);
    int columns = sameZeros(width, 1);
    return new int[] {rows / 2, rows - rows / 2, columns / 2, columns - columns / 2};
  }

  private int sameZeros(long size, int axis) {
    long places = (size + stride[axis] - 1) / stride[axis];
    return Math.toIntExact(Math.max(0, (places - 1) * stride[axis] + kernelSize[axis] - size));
  }

  /**
   * Places of the output.
   *
   * @param layer named in messages
   * @throws IllegalArgumentException if the padded picture is smaller than the kernel
   */
  long[] outputSize(@Nullable String layer, long height, long width) {
    int[] zeros = padding(height, width);
    long[] padded = {height + zeros[0] + zeros[1], width + zeros[2] + zeros[3]};
    if (padded[0] < kernelSize[0] || padded[1] < kernelSize[1]) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "pictures must be as large as the kernel of layer '%s', %d x %d, but were %d x %d with the padding",
              layer,
              kernelSize[0],
              kernelSize[1],
              padded[0],
              padded[1]));
    }
    return new long[] {
      (padded[0] - kernelSize[0]) / stride[0] + 1, (padded[1] - kernelSize[1]) / stride[1] + 1
    };
  }

  /** A copy of that many numbers, none below the least. */
  static int[] requireEach(String name, int count, int least, int @Nullable [] values) {
    if (values == null
        || values.length != count
        || Arrays.stream(values).anyMatch(v -> v < least)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s must be %d numbers from %d on, but was %s",
              name,
              count,
              least,
              Arrays.toString(values)));
    }
    return values.clone();
  }
}
