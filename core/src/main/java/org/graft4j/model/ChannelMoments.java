package org.graft4j.model;

import java.util.function.LongToDoubleFunction;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.javacpp.indexer.Indexer;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Mean and biased variance of each channel over all that was added, in double precision: batches
 * are put together as Chan, Golub and LeVeque (1979) do it, so that their sizes and number do not
 * matter. Confined to one thread.
 */
final class ChannelMoments {
  private final double[] means;

  /** Sums of squared distances from the means. */
  private final double[] squares;

  private long count;

  ChannelMoments(int channels) {
    this.means = new double[channels];
    this.squares = new double[channels];
  }

  /**
   * The moments of one array.
   *
   * @param values of any rank from 2
   * @param dimension that of the channels
   */
  static ChannelMoments of(INDArray values, int dimension) {
    int channels = (int) values.size(dimension);
    ChannelMoments moments = new ChannelMoments(channels);
    long inner = 1;
    for (int d = dimension + 1; d < values.rank(); d++) {
      inner *= values.size(d);
    }
    long outer = values.length() / inner / channels;
    moments.count = outer * inner;
    // A copy outside of workspaces can be given back at once.
    try (INDArray rows = outsideOfWorkspaces(values)) {
      LongToDoubleFunction at = reader(rows.data().indexer());
      for (int c = 0; c < channels; c++) {
        moments.measure(c, at, outer, inner);
      }
    }
    return moments;
  }

  private static INDArray outsideOfWorkspaces(INDArray values) {
    MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces();
    try {
      return values.dup('c');
    } finally {
      outside.close();
    }
  }

  private static LongToDoubleFunction reader(Indexer numbers) {
    if (numbers instanceof FloatIndexer floats) {
      return i -> floats.get(i);
    }
    if (numbers instanceof DoubleIndexer doubles) {
      return i -> doubles.get(i);
    }
    return i -> numbers.getDouble(i);
  }

  /** Twice over the numbers: one pass would subtract large sums that are nearly equal. */
  private void measure(int channel, LongToDoubleFunction at, long outer, long inner) {
    double sum = 0;
    for (long o = 0; o < outer; o++) {
      long from = (o * means.length + channel) * inner;
      for (long i = from; i < from + inner; i++) {
        sum += at.applyAsDouble(i);
      }
    }
    double mean = sum / count;
    double square = 0;
    for (long o = 0; o < outer; o++) {
      long from = (o * means.length + channel) * inner;
      for (long i = from; i < from + inner; i++) {
        double distance = at.applyAsDouble(i) - mean;
        square += distance * distance;
      }
    }
    means[channel] = mean;
    squares[channel] = square;
  }

  void add(ChannelMoments other) {
    long both = count + other.count;
    for (int c = 0; c < means.length; c++) {
      double apart = other.means[c] - means[c];
      means[c] += apart * other.count / both;
      squares[c] += other.squares[c] + apart * apart * ((double) count * other.count / both);
    }
    count = both;
  }

  int channels() {
    return means.length;
  }

  double mean(int channel) {
    return means[channel];
  }

  /** Divided by the count, as DL4J stores it. */
  double variance(int channel) {
    return squares[channel] / count;
  }
}
