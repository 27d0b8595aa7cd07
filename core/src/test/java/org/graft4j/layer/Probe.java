package org.graft4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.graft4j.runtime.RngState;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/** A row's vertex alone, in double precision: its slopes against central differences. */
final class Probe {
  private static final double STEP = 1e-5;

  private final GraphVertex vertex;
  private final INDArray[] inputs;
  private final INDArray weights;

  Probe(Row row) {
    ComputationGraph graph = row.graph(DataType.DOUBLE);
    graph.initGradientsView();
    vertex = graph.getVertex("it");
    // in inference an activation writes over its input
    Map<String, INDArray> values = graph.feedForward(row.pictures(DataType.DOUBLE, 2), true);
    inputs =
        graph.getConfiguration().getVertexInputs().get("it").stream()
            .map(name -> values.get(name).dup('c'))
            .toArray(INDArray[]::new);
    weights = Row.fill(values.get("it").ulike(), "weights of the outputs");
  }

  INDArray[] inputs() {
    return inputs;
  }

  Map<String, INDArray> parameters() {
    return vertex.paramTable(true);
  }

  Pair<Gradient, INDArray[]> slopes() {
    forward();
    vertex.setEpsilon(weights.dup());
    return vertex.doBackward(false, LayerWorkspaceMgr.noWorkspaces());
  }

  /** Each time with the same draws. */
  private double forward() {
    return RngState.keeping(this::weightedSum);
  }

  private double weightedSum() {
    LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
    for (int i = 0; i < inputs.length; i++) {
      vertex.setInput(i, inputs[i].dup(), none);
    }
    return vertex.doForward(true, none).mul(weights).sumNumber().doubleValue();
  }

  /** Some hundred places of an array will do. */
  void assertSlopes(String name, INDArray values, INDArray slopes) {
    assertThat(slopes.shape()).as(name).isEqualTo(values.shape());
    INDArray kept = slopes.dup('c');
    long stride = Math.max(1, values.length() / 100);
    for (long i = 0; i < values.length(); i += stride) {
      long[] at = Shape.ind2subC(values.shape(), i);
      double old = values.getDouble(at);
      values.putScalar(at, old + STEP);
      double above = forward();
      values.putScalar(at, old - STEP);
      double below = forward();
      values.putScalar(at, old);
      assertThat(kept.getDouble(at))
          .as("%s %s", name, Arrays.toString(at))
          .isCloseTo((above - below) / (2 * STEP), within(1e-7));
    }
  }
}
