package org.graft4j.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.graft4j.model.GraphEdits;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class StochasticDepthTest {
  private static final LayerWorkspaceMgr NONE = LayerWorkspaceMgr.noWorkspaces();
  private final ComputationGraph graph =
      Row.of(new StochasticDepth(0.25), "", 2, 2, 2).graph(DataType.FLOAT);
  private final INDArray ones = Nd4j.ones(DataType.FLOAT, 400, 2, 2, 2);

  @Test
  void activate_inTraining_dropsWholeExamplesAndScalesTheRest() {
    INDArray out = activate(true);

    double[] sums = out.sum(1, 2, 3).toDoubleVector();
    int dropped = 0;
    for (double sum : sums) {
      assertThat(sum)
          .satisfiesAnyOf(s -> assertThat(s).isZero(), s -> assertThat(s).isBetween(10.66, 10.67));
      dropped += sum == 0 ? 1 : 0;
    }
    assertThat(dropped).isBetween(65, 135); // 100 expected, standard deviation 8.7
  }

  @Test
  void activate_inInference_isTheIdentity() {
    assertThat(activate(false)).isEqualTo(ones);
  }

  /** Law 4. */
  @Test
  void activate_fromTheSameGeneratorState_dropsTheSame() {
    INDArray first = RngState.keeping(() -> activate(true));

    assertThat(RngState.keeping(() -> activate(true))).isEqualTo(first);
    activate(true);
    assertThat(RngState.keeping(() -> activate(true))).isNotEqualTo(first);
  }

  @Test
  void inference_leavesTheGeneratorAlone() {
    RngState before = RngState.capture();
    activate(false);
    assertThat(RngState.capture()).isEqualTo(before);
  }

  /** Law 5: what is frozen gives the same features each time, so that they may be kept. */
  @Test
  void frozen_inTraining_isTheIdentity() {
    ComputationGraph frozen = GraphEdits.withFrozen(graph, Set.of("below", "it")::contains);

    INDArray x = Nd4j.rand(DataType.FLOAT, 50, 2, 2, 2);

    assertThat(frozen.feedForward(x, true).get("it"))
        .isEqualTo(frozen.feedForward(x, true).get("below"));
  }

  private INDArray activate(boolean training) {
    return graph.getLayer("it").activate(ones, training, NONE).dup();
  }
}
