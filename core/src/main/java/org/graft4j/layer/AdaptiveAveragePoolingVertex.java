package org.graft4j.layer;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The running form of {@link AdaptiveAveragePooling}, in Java, one picture after the other. */
final class AdaptiveAveragePoolingVertex extends RunningVertex {
  private final int height;
  private final int width;

  AdaptiveAveragePoolingVertex(
      ComputationGraph graph, String name, int index, DataType type, AdaptiveAveragePooling conf) {
    super(graph, name, index, type, conf);
    height = conf.height();
    width = conf.width();
  }

  @Override
  INDArray forward(INDArray[] in, LayerWorkspaceMgr workspaces) {
    INDArray x = in[0];
    long[] shape = {x.size(0), x.size(1), height, width};
    INDArray out = Nd4j.createUninitialized(dataType, shape, 'c');
    for (long n = 0; n < x.size(0); n++) {
      double[] picture = numbers(x, n);
      double[] means = new double[Math.toIntExact(x.size(1) * height * width)];
      eachPair(x, (from, to, share) -> means[to] += picture[from] * share);
      put(means, out, n);
    }
    return out;
  }

  @Override
  INDArray[] backward(INDArray[] in, INDArray slope) {
    INDArray x = in[0];
    INDArray below = Nd4j.createUninitialized(dataType, x.shape(), 'c');
    for (long n = 0; n < x.size(0); n++) {
      double[] above = numbers(slope, n);
      double[] sums = new double[Math.toIntExact(x.size(1) * x.size(2) * x.size(3))];
      eachPair(x, (from, to, share) -> sums[from] += above[to] * share);
      put(sums, below, n);
    }
    return new INDArray[] {below};
  }

  /** Index of an input, index of an output that sees it, and the input's share of it. */
  private interface Pair {
    void see(int from, int to, double share);
  }

  private void eachPair(INDArray x, Pair pair) {
    int rows = (int) x.size(2);
    int columns = (int) x.size(3);
    int planes = (int) x.size(1);
    for (int i = 0; i < height; i++) {
      int top = start(i, rows, height);
      int bottom = end(i, rows, height);
      for (int j = 0; j < width; j++) {
        int left = start(j, columns, width);
        int right = end(j, columns, width);
        double share = 1.0 / ((bottom - top) * (double) (right - left));
        for (int plane = 0; plane < planes; plane++) {
          int to = (plane * height + i) * width + j;
          for (int y = top; y < bottom; y++) {
            for (int z = left; z < right; z++) {
              pair.see((plane * rows + y) * columns + z, to, share);
            }
          }
        }
      }
    }
  }

  /** The first place of an axis that an output place sees. */
  private static int start(int place, int size, int places) {
    return (int) ((long) place * size / places);
  }

  /** The one behind the last. */
  private static int end(int place, int size, int places) {
    return (int) (((place + 1L) * size + places - 1) / places);
  }
}
