package org.graft4j.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a file holds the values of one of torch's tensors. */
enum FileLayout {
  /** As torch does. */
  SAME,
  /** A vector for torch's {@code [n, 1, 1]}. */
  FLAT,
  /** A convolution {@code [out, in, h, w]} for torch's matrix {@code [out, in * h * w]}. */
  CONVOLUTION,
  /** Keras's convolution: {@code [h, w, in, out]} for torch's {@code [out, in, h, w]}. */
  HWIO,
  /** A matrix {@code [in, out]} for torch's {@code [out, in]}. */
  IO,
  /**
   * A matrix {@code [h * w * in, out]}, which reads places first, for torch's {@code [out, in * h *
   * w]}, which reads channels first.
   */
  PLACES_IO;

  /** The axes of a tensor of the file's, each with its size, in torch's order. */
  private record Axis(long size, long stride) {}

  /**
   * The shape that the file should have.
   *
   * @param torch torch's shape
   * @param places height and width of a picture that is read by a matrix; empty for the others
   * @return empty if torch's tensor cannot lie like this
   */
  Optional<List<Long>> shape(List<Long> torch, List<Long> places) {
    boolean fits =
        switch (this) {
          case SAME -> true;
          case FLAT -> torch.size() == 3 && torch.get(1) == 1 && torch.get(2) == 1;
          case IO -> torch.size() == 2;
          case HWIO -> torch.size() == 4;
          case CONVOLUTION, PLACES_IO ->
              torch.size() == 2 && torch.get(1) % (places.get(0) * places.get(1)) == 0;
        };
    if (!fits) {
      return Optional.empty();
    }
    return Optional.of(
        switch (this) {
          case SAME -> torch;
          case FLAT -> List.of(torch.get(0));
          case IO, PLACES_IO -> List.of(torch.get(1), torch.get(0));
          case HWIO -> List.of(torch.get(2), torch.get(3), torch.get(1), torch.get(0));
          case CONVOLUTION ->
              List.of(
                  torch.get(0),
                  torch.get(1) / (places.get(0) * places.get(1)),
                  places.get(0),
                  places.get(1));
        });
  }

  /** Where the file's shape has the number of outputs. */
  int outputs(int rank) {
    return switch (this) {
      case SAME, FLAT, CONVOLUTION -> 0;
      case IO, PLACES_IO -> 1;
      case HWIO -> 3;
    };
  }

  /**
   * The file's values in torch's order.
   *
   * @param values in the file's C order
   * @param torch torch's shape
   * @return the array itself where the order is the same
   */
  float[] toTorch(float[] values, List<Long> torch, List<Long> places) {
    List<Axis> axes = axes(torch, places);
    if (axes.isEmpty()) {
      return values;
    }
    float[] ordered = new float[values.length];
    long[] index = new long[axes.size()];
    long from = 0;
    for (int to = 0; to < ordered.length; to++) {
      ordered[to] = values[(int) from];
      for (int axis = index.length - 1; axis >= 0; axis--) {
        from += axes.get(axis).stride();
        if (++index[axis] < axes.get(axis).size()) {
          break;
        }
        from -= axes.get(axis).stride() * axes.get(axis).size();
        index[axis] = 0;
      }
    }
    return ordered;
  }

  /** Torch's axes as they lie in the file; none where the order is the same. */
  private List<Axis> axes(List<Long> torch, List<Long> places) {
    long out = torch.get(0);
    return switch (this) {
      case SAME, FLAT, CONVOLUTION -> List.of();
      case IO -> List.of(new Axis(out, 1), new Axis(torch.get(1), out));
      case HWIO -> {
        long in = torch.get(1);
        long width = torch.get(3);
        yield List.of(
            new Axis(out, 1),
            new Axis(in, out),
            new Axis(torch.get(2), width * in * out),
            new Axis(width, in * out));
      }
      case PLACES_IO -> {
        long channels = torch.get(1) / (places.get(0) * places.get(1));
        List<Axis> axes = new ArrayList<>();
        axes.add(new Axis(out, 1));
        axes.add(new Axis(channels, out));
        axes.add(new Axis(places.get(0), places.get(1) * channels * out));
        axes.add(new Axis(places.get(1), channels * out));
        yield axes;
      }
    };
  }
}
