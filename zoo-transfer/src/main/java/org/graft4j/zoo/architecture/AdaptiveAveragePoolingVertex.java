package org.graft4j.zoo.architecture;

import java.util.Locale;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The running form of {@link AdaptiveAveragePooling}. Pooling is linear, so that it is one matrix
 * {@code [output places, input places]} for all channels, and its gradient the transpose.
 */
@SuppressWarnings("overrides") // DL4J's base class overrides setInputs(INDArray...) with an array
final class AdaptiveAveragePoolingVertex extends BaseGraphVertex {
  private final int height;
  private final int width;

  AdaptiveAveragePoolingVertex(
      ComputationGraph graph, String name, int index, DataType type, int height, int width) {
    super(graph, name, index, (VertexIndices[]) null, (VertexIndices[]) null, type);
    this.height = height;
    this.width = width;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray x = inputs[0].castTo(dataType);
    long channels = x.size(0) * x.size(1);
    INDArray flat = x.dup('c').reshape(channels, x.size(2) * x.size(3));
    INDArray out = flat.mmul(weights(x).transpose());
    return workspaces
        .dup(ArrayType.ACTIVATIONS, out, 'c')
        .reshape('c', x.size(0), x.size(1), height, width);
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    INDArray x = inputs[0];
    long channels = x.size(0) * x.size(1);
    INDArray flat = epsilon.castTo(dataType).dup('c').reshape(channels, (long) height * width);
    INDArray in = flat.mmul(weights(x));
    INDArray gradient = workspaces.dup(ArrayType.ACTIVATION_GRAD, in, 'c').reshape('c', x.shape());
    return new Pair<>(null, new INDArray[] {gradient});
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

  @Override
  public boolean hasLayer() {
    return false;
  }

  @Override
  public @Nullable Layer getLayer() {
    return null;
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray view) {
    if (view != null) {
      throw new IllegalArgumentException("pooling has no parameters, but was given gradients");
    }
  }

  @Override
  public @Nullable Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray @Nullable [] masks, MaskState state, int batch) {
    return masks == null || masks.length == 0 ? null : new Pair<>(masks[0], state);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "AdaptiveAveragePooling(%s, %d x %d)", getVertexName(), height, width);
  }
}
