package org.graft4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.graft4j.engine.SmallNets.bits;
import static org.graft4j.engine.SmallNets.conv3;
import static org.graft4j.engine.SmallNets.norm;
import static org.graft4j.engine.SmallNets.pictures;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.GraphEdits;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What a caller may hand in, and what he gets back. */
class TrunkUseTest {

  private static ComputationGraph graph() {
    return SmallNets.net(
        "fc",
        g ->
            g.addLayer("conv", conv3(18), "in")
                .addLayer("norm", norm(), "conv")
                .addLayer("relu", new ActivationLayer(Activation.RELU), "norm")
                .addVertex("asItIs", new ScaleVertex(0.5), "relu")
                .addLayer("fc", new DenseLayer.Builder().nOut(4).build(), "asItIs"));
  }

  @Test
  void output_eightThreads_giveTheBitsOfOne() throws Exception {
    try (Trunk trunk = Trunk.of(graph())) {
      List<INDArray> batches = new ArrayList<>();
      List<float[]> alone = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        batches.add(pictures(1 + i % 5).muli(i + 1));
        alone.add(bits(trunk.output(batches.get(i))));
      }
      ExecutorService threads = Executors.newFixedThreadPool(8);
      try {
        List<Callable<float[]>> calls = new ArrayList<>();
        batches.forEach(batch -> calls.add(() -> bits(trunk.output(batch))));
        int i = 0;
        for (Future<float[]> future : threads.invokeAll(calls)) {
          assertThat(future.get()).isEqualTo(alone.get(i++));
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @Test
  void output_batchInAnyForm_isThatOfThePlainOne() {
    try (Trunk trunk = Trunk.of(graph())) {
      INDArray batch = pictures(4);
      float[] expected = bits(trunk.output(batch));
      INDArray larger = Nd4j.zeros(DataType.FLOAT, 6, 3, 11, 9);
      INDArray rows = larger.get(NDArrayIndex.interval(1, 5));
      rows.assign(batch);
      INDArray wider = Nd4j.zeros(DataType.FLOAT, 4, 5, 11, 9);
      INDArray columns = wider.get(NDArrayIndex.all(), NDArrayIndex.interval(1, 4));
      columns.assign(batch);
      assertThat(bits(trunk.output(rows))).isEqualTo(expected);
      assertThat(bits(trunk.output(columns))).isEqualTo(expected);
      assertThat(bits(trunk.output(batch.dup('f')))).isEqualTo(expected);
      assertThat(bits(trunk.output(batch.castTo(DataType.DOUBLE)))).isEqualTo(expected);
      assertThat(bits(trunk.output(batch.castTo(DataType.DOUBLE).dup('f')))).isEqualTo(expected);
    }
  }

  /** DL4J, which runs doubles, takes no empty array of parameters. */
  @Test
  void output_doublesWithoutParameters_isWhatTheVerticesGive() {
    ComputationGraph doubles = graph().convertDataType(DataType.DOUBLE);
    ComputationGraph part = GraphEdits.above(GraphEdits.truncatedAt(doubles, "asItIs"), "norm");
    INDArray batch = Nd4j.createFromArray(new double[] {-3, 4}).reshape(2, 1, 1, 1);
    try (Trunk trunk = Trunk.of(part)) {
      assertThat(trunk.output(batch).reshape(2).toDoubleVector()).containsExactly(0, 2);
    }
    assertThat(batch.reshape(2).toDoubleVector())
        .as("the batch, which DL4J's activation layers write to")
        .containsExactly(-3, 4);
  }

  @Test
  void output_changesNeitherBatchNorEarlierOutputs() {
    try (Trunk trunk = Trunk.of(graph())) {
      INDArray batch = pictures(3);
      INDArray first = trunk.output(batch);
      float[] before = bits(first);
      trunk.output(pictures(3).muli(-2)).close();
      assertThat(bits(batch)).isEqualTo(bits(pictures(3)));
      assertThat(bits(first)).isEqualTo(before);
    }
  }

  @Test
  void output_graphTrainedOnAfterwards_isThatOfBefore() {
    ComputationGraph graph = graph();
    try (Trunk trunk = Trunk.of(graph)) {
      graph.params().addi(1);
      INDArray output = trunk.output(pictures(2));
      SmallNets.assertSame(output, graph().outputSingle(pictures(2)));
    }
  }

  @Test
  void output_wrongBatch_saysWhatItMustBe() {
    try (Trunk trunk = Trunk.of(graph())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> trunk.output(Nd4j.zeros(2, 4, 11, 9)))
          .withMessage(
              "batch must have shape [batch, 3, height, width] with at least one example, but had"
                  + " [2, 4, 11, 9]");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> trunk.output(Nd4j.zeros(2, 3)))
          .withMessageContaining("but had [2, 3]");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> trunk.output(Nd4j.create(DataType.FLOAT, 0, 3, 11, 9)))
          .withMessageContaining("but had [0, 3, 11, 9]");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> trunk.output(Nd4j.zeros(2, 3, 5, 9)))
          .withMessageContaining("'fc' must get 1782 numbers an example, but got [18, 5, 9]");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> trunk.output(pictures(2).putScalar(7, Double.NaN)))
          .withMessageContaining("finite");
      SmallNets.assertSame(trunk.output(pictures(1)), graph().outputSingle(pictures(1)));
    }
  }

  @Test
  void output_pictureSmallerThanTheWindow_isNamed() {
    ComputationGraph graph =
        SmallNets.net("conv", g -> g.addLayer("conv", SmallNets.conv(4, 5, 5).build(), "in"));
    try (Trunk trunk = Trunk.of(graph)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> trunk.output(Nd4j.zeros(1, 3, 4, 9)))
          .withMessageContaining("4 x 9 pixels were left for one of 5 x 5");
    }
  }

  /** oneDNN's ReLU would make zero of it, and a class of that; DL4J's graph shows it. */
  @Test
  void output_parametersWithNan_isNan() {
    ComputationGraph graph = graph();
    graph.getLayer("norm").getParam("gamma").putScalar(2, Float.NaN);
    try (Trunk trunk = Trunk.of(graph)) {
      assertThat(trunk.engine()).isEqualTo("DL4J");
      assertThat(trunk.output(pictures(1)).getFloat(0)).isNaN();
    }
  }

  @Test
  void close_twice_thenCallsFail() {
    Trunk trunk = Trunk.of(graph());
    trunk.output(pictures(1)).close();
    trunk.close();
    trunk.close();
    assertThat(trunk.bytes()).isZero();
    assertThatIllegalStateException()
        .isThrownBy(() -> trunk.output(pictures(1)))
        .withMessage("the trunk is closed");
  }

  @Test
  void bytes_afterTheFirstRunOfAShape_growNoMore() {
    try (Trunk trunk = Trunk.of(graph())) {
      trunk.output(pictures(4)).close();
      trunk.output(pictures(1)).close();
      long after = trunk.bytes();
      for (int i = 0; i < 20; i++) {
        trunk.output(pictures(i % 2 == 0 ? 4 : 1)).close();
      }
      assertThat(trunk.bytes()).isEqualTo(after);
    }
  }

  /** Once packed, the weights are there once: 128 x 128 x 3 x 3 numbers of 4 bytes are 590 kB. */
  @Test
  void bytes_weightsOnceInUse_areThereOnce() {
    ComputationGraph graph =
        SmallNets.net(
            "end", g -> g.addLayer("conv", conv3(128), "in").addLayer("end", conv3(128), "conv"));
    try (Trunk trunk = Trunk.of(graph)) {
      long before = trunk.bytes();
      trunk.output(Nd4j.zeros(1, 3, 2, 2)).close();
      assertThat(trunk.bytes()).isLessThan(before + before / 4);
    }
  }

  @Test
  void trunk_ofUnknownVertexOrSeveralOutputs_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trunk.upTo(graph(), "conf"))
        .withMessageContaining("unknown vertex 'conf'");
  }

  /** What serves where oneDNN is not at hand. */
  @Test
  void graphRunner_givesTheTrunksOutput() {
    try (Trunk trunk = Trunk.of(graph());
        GraphRunner runner = new GraphRunner(graph())) {
      SmallNets.assertSame(runner.run(pictures(2)), trunk.output(pictures(2)));
      assertThat(bits(runner.run(pictures(2)))).isEqualTo(bits(runner.run(pictures(2))));
    }
  }

  @Test
  void trunk_ofDoubles_runsInDl4j() {
    ComputationGraph graph = graph();
    ComputationGraph doubles = graph.convertDataType(DataType.DOUBLE);
    try (Trunk trunk = Trunk.of(doubles)) {
      assertThat(trunk.engine()).isEqualTo("DL4J");
      INDArray output = trunk.output(pictures(2).castTo(DataType.DOUBLE));
      assertThat(output.dataType()).isEqualTo(DataType.DOUBLE);
      SmallNets.assertSame(output.castTo(DataType.FLOAT), graph.outputSingle(pictures(2)));
    }
  }
}
