package org.graft4j.layer;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The running form of {@link AdaptiveAveragePooling}. Pooling is linear, so that it is one matrix
 * {@code [output places, input places]} for all channels, and its gradient the transpose.
 */
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
    INDArray flat = x.dup('c').reshape('c', x.size(0) * x.size(1), x.size(2) * x.size(3));
    return flat.mmul(weights(x).transpose())
        .dup('c')
        .reshape('c', x.size(0), x.size(1), height, width);
  }

  @Override
  INDArray[] backward(INDArray[] in, INDArray slope) {
    INDArray x = in[0];
    INDArray flat = slope.dup('c').reshape('c', x.size(0) * x.size(1), (long) height * width);
    return new INDArray[] {flat.mmul(weights(x)).dup('c').reshape('c', x.shape())};
  }

  private INDArray weights(INDArray x) {
    double[][] rows = means((int) x.size(2), height);
    double[][] columns = means((int) x.size(3), width);
    double[][] both = new double[height * width][(int) (x.size(2) * x.size(3))];
    for (int oy = 0; oy < height; oy++) {
      for (int ox = 0; ox < width; ox++) {
        for (int y = 0; y < rows[oy].length; y++) {
          for (int c = 0; c < columns[ox].length; c++) {
            both[oy * width + ox][y * columns[ox].length + c] = rows[oy][y] * columns[ox][c];
          }
        }
      }
    }
    return Nd4j.createFromArray(both).castTo(dataType);
  }

  /** Row {@code i} averages the places of an axis that output place {@code i} sees. */
  private static double[][] means(int size, int places) {
    double[][] means = new double[places][size];
    for (int i = 0; i < places; i++) {
      int from = i * size / places;
      int to = ((i + 1) * size + places - 1) / places;
      for (int j = from; j < to; j++) {
        means[i][j] = 1.0 / (to - from);
      }
    }
    return means;
  }
}
