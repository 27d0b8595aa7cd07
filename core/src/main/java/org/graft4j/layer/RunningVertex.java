package org.graft4j.layer;

import java.util.Arrays;
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
 * What the running forms of the vertices without parameters share: a function of the inputs and its
 * gradient. Confined to one thread.
 */
@SuppressWarnings("overrides") // DL4J's base class overrides setInputs(INDArray...) with an array
abstract class RunningVertex extends BaseGraphVertex {
  private final String what;

  /**
   * The vertex of a graph.
   *
   * @param what for messages
   */
  RunningVertex(ComputationGraph graph, String name, int index, DataType type, Object what) {
    super(graph, name, index, (VertexIndices[]) null, (VertexIndices[]) null, type);
    this.what = what.toString();
  }

  /** The output, in a fresh array or in one of the workspaces' activations. */
  abstract INDArray forward(INDArray[] in, LayerWorkspaceMgr workspaces);

  /** The gradients of all inputs, in fresh arrays. */
  abstract INDArray[] backward(INDArray[] in, INDArray slope);

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    return workspaces.leverageTo(ArrayType.ACTIVATIONS, forward(cast(), workspaces));
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    INDArray[] slopes = backward(cast(), epsilon.castTo(dataType));
    return new Pair<>(
        null,
        Arrays.stream(slopes)
            .map(s -> workspaces.leverageTo(ArrayType.ACTIVATION_GRAD, s))
            .toArray(INDArray[]::new));
  }

  /**
   * As in the interface; the base class has it without the dots, which each subclass would warn of.
   */
  @Override
  public void setInputs(INDArray... inputs) {
    super.setInputs(inputs);
  }

  /** The numbers of one example. */
  static double[] numbers(INDArray batch, long example) {
    try (Scratch scratch = new Scratch()) {
      INDArray one = scratch.keep(Parts.of(batch, 0, example, 1).dup('c'));
      return one.reshape(one.length()).toDoubleVector();
    }
  }

  /** Writes the numbers of one example. */
  static void put(double[] numbers, INDArray batch, long example) {
    INDArray one = Parts.of(batch, 0, example, 1);
    try (Scratch scratch = new Scratch()) {
      one.assign(scratch.keep(Nd4j.createFromArray(numbers)).reshape('c', one.shape()));
    }
  }

  private INDArray[] cast() {
    if (!canDoForward() || inputs[0].rank() != 4) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s '%s' must be given pictures [batch, channels, height, width], but was given %s",
              what,
              getVertexName(),
              Arrays.stream(inputs)
                  .map(in -> in == null ? "nothing" : Arrays.toString(in.shape()))
                  .toList()));
    }
    return Arrays.stream(inputs).map(in -> in.castTo(dataType)).toArray(INDArray[]::new);
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
      throw new IllegalArgumentException(what + " has no parameters, but was given gradients");
    }
  }

  @Override
  public @Nullable Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray @Nullable [] masks, MaskState state, int batch) {
    return masks == null || masks.length == 0 ? null : new Pair<>(masks[0], state);
  }

  @Override
  public String toString() {
    return what + "(" + getVertexName() + ")";
  }
}
