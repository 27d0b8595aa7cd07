package org.graft4j.layer;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The running form of {@link CeilMaxPooling}. In Java, one picture after the other: ND4J's pooling
 * knows neither windows beyond the padding nor NaN.
 */
final class CeilMaxPoolingVertex extends RunningVertex {
  private final CeilMaxPooling conf;

  CeilMaxPoolingVertex(
      ComputationGraph graph, String name, int index, DataType type, CeilMaxPooling conf) {
    super(graph, name, index, type, conf);
    this.conf = conf;
  }

  @Override
  INDArray forward(INDArray[] in, LayerWorkspaceMgr workspaces) {
    INDArray x = in[0];
    INDArray out = Nd4j.createUninitialized(dataType, shape(x), 'c');
    for (long n = 0; n < x.size(0); n++) {
      double[] picture = numbers(x, n);
      int[] winners = winners(picture, x);
      double[] largest = new double[winners.length];
      for (int i = 0; i < winners.length; i++) {
        largest[i] = picture[winners[i]];
      }
      put(largest, out, n);
    }
    return out;
  }

  @Override
  INDArray[] backward(INDArray[] in, INDArray slope) {
    INDArray x = in[0];
    INDArray below = Nd4j.createUninitialized(dataType, x.shape(), 'c');
    for (long n = 0; n < x.size(0); n++) {
      int[] winners = winners(numbers(x, n), x);
      double[] above = numbers(slope, n);
      double[] sums = new double[Math.toIntExact(x.size(1) * x.size(2) * x.size(3))];
      for (int i = 0; i < winners.length; i++) {
        sums[winners[i]] += above[i];
      }
      put(sums, below, n);
    }
    return new INDArray[] {below};
  }

  private long[] shape(INDArray x) {
    return new long[] {x.size(0), x.size(1), conf.places(x.size(2)), conf.places(x.size(3))};
  }

  /** For each place of a picture's output the index of its largest number. */
  private int[] winners(double[] picture, INDArray x) {
    int height = (int) x.size(2);
    int width = (int) x.size(3);
    int rows = (int) conf.places(height);
    int columns = (int) conf.places(width);
    int[] winners = new int[picture.length / (height * width) * rows * columns];
    for (int i = 0; i < winners.length; i++) {
      int plane = i / (rows * columns) * height * width;
      int top = i / columns % rows * conf.stride() - conf.padding();
      int left = i % columns * conf.stride() - conf.padding();
      int best = -1;
      for (int y = Math.max(top, 0); y < Math.min(top + conf.kernel(), height); y++) {
        for (int z = Math.max(left, 0); z < Math.min(left + conf.kernel(), width); z++) {
          int at = plane + y * width + z;
          if (best < 0 || picture[at] > picture[best] || Double.isNaN(picture[at])) {
            best = at;
          }
        }
      }
      winners[i] = best;
    }
    return winners;
  }
}
