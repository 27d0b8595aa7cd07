package org.graft4j.engine;

import java.util.Arrays;
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
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The running form of {@link Watch}. Confined to one thread. */
@SuppressWarnings("overrides") // DL4J's base class overrides setInputs(INDArray...) with an array
final class WatchVertex extends BaseGraphVertex {
  private final Probe probe;

  /** What the last forward pass in training adds to the gradient. */
  private @Nullable INDArray slope;

  WatchVertex(ComputationGraph graph, String name, int index, DataType type, Probe probe) {
    super(graph, name, index, (VertexIndices[]) null, (VertexIndices[]) null, type);
    this.probe = probe;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    if (training) {
      look();
    }
    return workspaces.dup(ArrayType.ACTIVATIONS, inputs[0], inputs[0].ordering());
  }

  /** What a probe makes must outlive DL4J's workspaces, and must not fill them. */
  @SuppressWarnings("try") // the scope is left by being closed
  private void look() {
    forget();
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
        INDArray output = inputs[0].dup('c')) {
      INDArray added = probe.look(output);
      if (!Arrays.equals(added.shape(), output.shape())) {
        throw new IllegalStateException(
            "a probe at '"
                + getVertexName()
                + "' must give a slope of shape "
                + Arrays.toString(output.shape())
                + ", but gave "
                + Arrays.toString(added.shape()));
      }
      slope = added;
    }
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    INDArray below = workspaces.dup(ArrayType.ACTIVATION_GRAD, epsilon.castTo(dataType), 'c');
    if (slope != null) {
      below.addi(slope);
    }
    return new Pair<>(null, new INDArray[] {below});
  }

  private void forget() {
    if (slope != null) {
      slope.close();
      slope = null;
    }
  }

  @Override
  public void clear() {
    super.clear();
    forget();
  }

  @Override
  public void setInputs(INDArray... inputs) {
    super.setInputs(inputs);
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
      throw new IllegalArgumentException("a watch has no parameters, but was given gradients");
    }
  }

  @Override
  public @Nullable Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray @Nullable [] masks, MaskState state, int batch) {
    return masks == null || masks.length == 0 ? null : new Pair<>(masks[0], state);
  }

  @Override
  public String toString() {
    return "Watch(" + getVertexName() + ")";
  }
}
