package org.graft4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Whatever the graph, the trunk computes what DL4J does, and nothing leaks between calls. */
class TrunkPropertyTest {
  private static final Activation[] CURVES = {
    Activation.RELU, Activation.TANH, Activation.SWISH, Activation.IDENTITY
  };

  /** Layers that keep the shape, each reading any values before it, so that all fits together. */
  private static ComputationGraph drawn(int seed, int layers, int channels) {
    Random random = new Random(seed);
    return SmallNets.net(
        "v" + layers,
        g -> {
          g.addLayer("v0", SmallNets.conv3(channels), "in");
          List<String> values = new ArrayList<>(List.of("v0"));
          for (int i = 1; i <= layers; i++) {
            String from = values.get(values.size() - 1 - random.nextInt(Math.min(3, i)));
            add(g, random, "v" + i, channels, from, values.get(random.nextInt(values.size())));
            values.add("v" + i);
          }
          return g;
        });
  }

  private static void add(
      GraphBuilder g, Random random, String name, int channels, String from, String other) {
    switch (random.nextInt(8)) {
      case 0, 1 -> g.addLayer(name, SmallNets.conv3(channels), from);
      case 2 -> g.addLayer(name, SmallNets.norm(), from);
      case 3 -> g.addLayer(name, new ActivationLayer(CURVES[random.nextInt(4)]), from);
      case 4, 5 -> g.addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), from, other);
      case 6 ->
          g.addLayer(
              name,
              new SubsamplingLayer.Builder(random.nextBoolean() ? PoolingType.MAX : PoolingType.AVG)
                  .kernelSize(3, 3)
                  .stride(1, 1)
                  .convolutionMode(ConvolutionMode.Same)
                  .build(),
              from);
      default -> g.addVertex(name, new ScaleVertex(0.5), from);
    }
  }

  @Property(tries = 60)
  void output_ofAnyGraph_isDl4jsAndTheSameBitsAgain(
      @ForAll int seed,
      @ForAll @IntRange(min = 1, max = 14) int layers,
      @ForAll @IntRange(min = 1, max = 20) int channels) {
    ComputationGraph graph = drawn(seed, layers, channels);
    INDArray batch = SmallNets.pictures(3);
    try (Trunk trunk = Trunk.of(graph)) {
      INDArray first = trunk.output(batch);
      SmallNets.assertSame(first, graph.outputSingle(batch));
      float[] bits = SmallNets.bits(first);
      for (int shape = 1; shape < 5; shape++) {
        trunk.output(Nd4j.ones(DataType.FLOAT, shape, 3, 11 + shape, 9)).close();
      }
      assertThat(SmallNets.bits(trunk.output(batch))).isEqualTo(bits);
    }
  }

  @Property(tries = 20)
  void example_besideOthers_hasTheSameBits(@ForAll int seed) {
    INDArray batch = SmallNets.pictures(3);
    INDArray other = SmallNets.pictures(3).muli(-3);
    other.get(NDArrayIndex.interval(1, 2)).assign(batch.get(NDArrayIndex.interval(1, 2)));
    try (Trunk trunk = Trunk.of(drawn(seed, 9, 18))) {
      INDArray one = trunk.output(batch).get(NDArrayIndex.interval(1, 2));
      INDArray two = trunk.output(other).get(NDArrayIndex.interval(1, 2));
      assertThat(SmallNets.bits(one)).isEqualTo(SmallNets.bits(two));
    }
  }
}
