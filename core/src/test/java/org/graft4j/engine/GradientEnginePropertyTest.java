package org.graft4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Iterator;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.GraphEdits;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Whatever the graph and whatever is frozen, the gradients are DL4J's. */
class GradientEnginePropertyTest {
  private static final int BATCH = 4;
  private static final int CLASSES = 3;

  /**
   * Relative to the gradient's norm; float against double through up to a dozen layers. Ten times
   * what DL4J's own single precision is off comes on top: some drawn graphs magnify rounding.
   */
  private static final double TOLERANCE = 1e-3;

  private static ComputationGraph drawn(int seed, int layers, int channels) {
    return SmallNets.net(
        "output",
        g -> {
          Iterator<String> unread =
              DrawnNets.grow(g, new Random(seed), layers, channels, true).iterator();
          String top = unread.next();
          while (unread.hasNext()) {
            String next = unread.next();
            g.addVertex(top + "+", new ElementWiseVertex(ElementWiseVertex.Op.Add), top, next);
            top = top + "+";
          }
          g.addLayer("mean", new GlobalPoolingLayer(PoolingType.AVG), top);
          g.addLayer(
              "output",
              new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                  .nOut(CLASSES)
                  .activation(Activation.SOFTMAX)
                  .build(),
              "mean");
          return g;
        });
  }

  private static INDArray labels() {
    INDArray labels = Nd4j.create(DataType.FLOAT, BATCH, CLASSES);
    for (int i = 0; i < BATCH; i++) {
      labels.putScalar(i, i % CLASSES, 1);
    }
    return labels;
  }

  @Property(tries = 100, seed = "20261121")
  void compute_anyGraphFrozenAnywhere_givesDl4jsGradients(
      @ForAll int seed,
      @ForAll @IntRange(min = 1, max = 12) int layers,
      @ForAll @IntRange(min = 1, max = 20) int channels,
      @ForAll @IntRange(min = -1, max = 12) int frozen,
      @ForAll boolean fixed) {
    ComputationGraph whole = drawn(seed, layers, channels);
    Set<String> below =
        frozen < 0 || frozen > layers
            ? Set.of()
            : GraphEdits.ancestors(whole.getConfiguration(), "v" + frozen);
    ComputationGraph graph = GraphEdits.withFrozen(whole, below::contains);
    if (fixed) {
      graph = GraphEdits.withFixedStatistics(graph, vertex -> true);
    }
    // Frozen activations of DL4J write over an input that others still read: what is frozen is
    // said by fixed statistics alone here.
    ComputationGraph reference =
        GraphEdits.withFixedStatistics(whole, vertex -> fixed || below.contains(vertex));
    INDArray batch = SmallNets.pictures(BATCH);
    ComputationGraph exact = reference.convertDataType(DataType.DOUBLE);
    exact.setInputs(batch.castTo(DataType.DOUBLE));
    exact.setLabels(labels().castTo(DataType.DOUBLE));
    exact.computeGradientAndScore();
    double all = exact.gradient().gradient().norm2Number().doubleValue();
    // DL4J's own Swish has no gradient for numbers that are large.
    Assume.that(Double.isFinite(all));
    reference.setInputs(batch);
    reference.setLabels(labels());
    reference.computeGradientAndScore();
    try (GradientEngine engine = GradientEngine.of(graph).orElseThrow()) {
      engine.compute(SmallNets.pictures(2), labels().get(NDArrayIndex.interval(0, 2)));
      assertThat(engine.compute(batch, labels())).isCloseTo(exact.score(), within(1e-4));
      exact
          .gradient()
          .gradientForVariable()
          .forEach(
              (name, values) -> {
                if (below.contains(name.substring(0, name.lastIndexOf('_')))) {
                  return;
                }
                INDArray actual = engine.gradient(name).castTo(DataType.DOUBLE);
                double distance =
                    actual.reshape(values.shape()).sub(values).norm2Number().doubleValue();
                double norm = values.norm2Number().doubleValue();
                INDArray single = reference.gradient().getGradientFor(name);
                double dl4j =
                    single
                        .castTo(DataType.DOUBLE)
                        .reshape(values.shape())
                        .sub(values)
                        .norm2Number()
                        .doubleValue();
                assertThat(distance)
                    .as(name)
                    .isLessThanOrEqualTo(
                        TOLERANCE * Math.max(norm, 1e-2 * all)
                            + 10 * (Double.isNaN(dl4j) ? 0 : dl4j));
              });
    }
  }
}
