package org.graft4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Whatever the graph, the trunk computes what DL4J does, and nothing leaks between calls. */
class TrunkPropertyTest {
  private static ComputationGraph drawn(int seed, int layers, int channels) {
    return SmallNets.net(
        "v" + layers,
        g -> {
          DrawnNets.grow(g, new Random(seed), layers, channels, false);
          return g;
        });
  }

  @Property(tries = 100, seed = "20261121")
  void output_ofAnyGraph_isDl4jsAndTheSameBitsAgain(
      @ForAll int seed,
      @ForAll @IntRange(min = 1, max = 14) int layers,
      @ForAll @IntRange(min = 1, max = 20) int channels) {
    ComputationGraph graph = drawn(seed, layers, channels);
    INDArray batch = SmallNets.pictures(3);
    try (Trunk trunk = Trunk.of(graph)) {
      INDArray first = trunk.output(batch);
      assertAsGoodAsDl4j(first, graph, batch);
      float[] bits = SmallNets.bits(first);
      for (int shape = 1; shape < 5; shape++) {
        trunk.output(Nd4j.ones(DataType.FLOAT, shape, 3, 11 + shape, 9)).close();
      }
      assertThat(SmallNets.bits(trunk.output(batch))).isEqualTo(bits);
    }
  }

  /**
   * Against DL4J in double precision: drawn graphs may magnify rounding by any factor, so that what
   * DL4J's own single precision is off says how much is allowed.
   */
  private static void assertAsGoodAsDl4j(INDArray actual, ComputationGraph graph, INDArray batch) {
    INDArray exact =
        graph.convertDataType(DataType.DOUBLE).outputSingle(batch.castTo(DataType.DOUBLE)).dup();
    INDArray single = graph.outputSingle(batch).castTo(DataType.DOUBLE);
    double largest = Math.max(1, exact.amaxNumber().doubleValue());
    double allowed = 1e-5 * largest + 10 * single.sub(exact).amaxNumber().doubleValue();
    assertThat(allowed).isLessThan(1e-2 * largest);
    assertThat(actual.castTo(DataType.DOUBLE).sub(exact).amaxNumber().doubleValue())
        .isLessThanOrEqualTo(allowed);
  }

  @Property(tries = 20, seed = "20261121")
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
