package org.graft4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.layer.AdaptiveAveragePooling;
import org.graft4j.layer.ChannelGain;
import org.graft4j.layer.ChannelNorm;
import org.graft4j.layer.ChannelScale;
import org.graft4j.layer.PaddedShortcut;
import org.graft4j.layer.StochasticDepth;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/** Vertices that run as they are leave nothing for the collector, which does not see its size. */
class TrainingMemoryTest {
  private static final int BATCH = 8;
  private static final int SIDE = 48;
  private static final int CHANNELS = 32;
  private static final int CLASSES = 3;

  /**
   * For threads, what oneDNN compiles, the arrays of one vertex, pages that the allocator keeps.
   */
  private static final long REST = 256L << 20;

  /** Steps that leave their arrays behind leave 170 MB each: 30 of them do not fit. */
  @Test
  void compute_thirtySteps_takesNoMoreMemoryThanItSays() {
    try (GradientEngine engine = GradientEngine.of(network()).orElseThrow();
        INDArray batch = Nd4j.rand(DataType.FLOAT, BATCH, 3, SIDE, SIDE);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, BATCH, CLASSES)) {
      labels.getColumn(1).assign(1);
      long before = Pointer.physicalBytes();

      for (int step = 0; step < 30; step++) {
        engine.compute(batch, labels);
      }

      long heap = Runtime.getRuntime().totalMemory();
      assertThat(Pointer.physicalBytes() - before).isLessThan(engine.bytes() + heap + REST);
    }
  }

  private static ComputationGraph network() {
    return SmallNets.net(
        InputType.convolutional(SIDE, SIDE, 3),
        5,
        new NoOp(),
        "out",
        g -> {
          g.addLayer("conv0", SmallNets.conv(CHANNELS, 1, 1).build(), "in");
          for (int i = 0; i < 3; i++) {
            g.addLayer("norm" + i, new ChannelNorm.Builder().build(), "conv" + i)
                .addLayer("gain" + i, new ChannelGain.Builder().build(), "norm" + i)
                .addVertex("squeeze" + i, new AdaptiveAveragePooling(1, 1), "gain" + i)
                .addLayer("gate" + i, new ActivationLayer(Activation.SIGMOID), "squeeze" + i)
                .addVertex("scale" + i, new ChannelScale(), "gain" + i, "gate" + i)
                .addLayer("depth" + i, new StochasticDepth(0.5), "scale" + i)
                .addVertex("half" + i, new ScaleVertex(0.5), "depth" + i)
                .addVertex("short" + i, new PaddedShortcut(1, 0, 0), "half" + i)
                .addVertex(
                    "most" + i,
                    new ElementWiseVertex(ElementWiseVertex.Op.Max),
                    "short" + i,
                    "conv" + i)
                .addLayer("conv" + (i + 1), SmallNets.conv(CHANNELS, 1, 1).build(), "most" + i);
          }
          return g.addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "conv3")
              .addLayer(
                  "out",
                  new OutputLayer.Builder().nOut(CLASSES).activation(Activation.SOFTMAX).build(),
                  "pool");
        });
  }
}
