package org.graft4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Values and slopes of the activations at places where an approximation or an overflow shows. */
class ActivationValuesTest {

  /** Function, x, value, slope; computed with 30 digits from the formulas in the Javadoc. */
  static Stream<Arguments> values() {
    Map<IActivation, double[][]> all =
        Map.of(
            new HardSwish(),
            new double[][] {
              {-4, 0, 0}, {-1, -1 / 3.0, 1 / 6.0}, {0, 0, 0.5}, {2.5, 13.75 / 6, 4 / 3.0}, {5, 5, 1}
            },
            new HardSigmoid6(),
            new double[][] {{-4, 0, 0}, {-1, 1 / 3.0, 1 / 6.0}, {2.5, 5.5 / 6, 1 / 6.0}, {5, 1, 0}},
            new Relu6(),
            new double[][] {{-4, 0, 0}, {0, 0, 0}, {2.5, 2.5, 1}, {6, 6, 0}, {7, 6, 0}},
            new SiLU(),
            new double[][] {
              {-4, -0.0719448398483662, -0.0526646148910729},
              {0, 0, 0.5},
              {1, 0.7310585786300049, 0.9276705118714867},
              {20, 19.99999995877693, 1.0000000391619186}
            },
            new ExactGelu(),
            new double[][] {
              {-3, -0.0040496940948903, -0.0119456472041839},
              {0, 0, 0.5},
              {1, 0.8413447460685429, 1.0833154705876864},
              {5, 4.999998566742141, 1.000007146946002}
            });
    return all.entrySet().stream()
        .flatMap(
            e ->
                Stream.of(e.getValue())
                    .map(row -> Arguments.of(e.getKey(), row[0], row[1], row[2])));
  }

  @ParameterizedTest
  @MethodSource("values")
  void activation_atAPlace_isTheFormula(IActivation f, double x, double value, double slope) {
    assertThat(value(f, x, DataType.DOUBLE)).isCloseTo(value, within(1e-14));
    assertThat(slope(f, x, DataType.DOUBLE)).isCloseTo(slope, within(1e-14));
    assertThat(value(f, x, DataType.FLOAT)).isCloseTo(value, within(1e-6));
    assertThat(slope(f, x, DataType.FLOAT)).isCloseTo(slope, within(1e-6));
  }

  static Stream<IActivation> activations() {
    return Stream.of(new HardSwish(), new HardSigmoid6(), new Relu6(), new SiLU(), new ExactGelu());
  }

  /** DL4J's swish has the slope NaN here. */
  @ParameterizedTest
  @MethodSource("activations")
  void activation_ofLargeNumbers_isZeroOrTheNumber(IActivation f) {
    boolean unbounded = !(f instanceof HardSigmoid6 || f instanceof Relu6);
    for (double x : new double[] {50, 1e4, 1e30, 3e38}) {
      double above = value(f, x, DataType.FLOAT);
      assertThat(above).isEqualTo(unbounded ? (float) x : f instanceof Relu6 ? 6 : 1);
      assertThat(slope(f, x, DataType.FLOAT)).isEqualTo(unbounded ? 1 : 0);
      assertThat(value(f, -x, DataType.FLOAT)).isCloseTo(0, within(1e-19));
      assertThat(slope(f, -x, DataType.FLOAT)).isCloseTo(0, within(1e-19));
    }
  }

  @ParameterizedTest
  @MethodSource("activations")
  void activation_ofNan_isNan(IActivation f) {
    assertThat(value(f, Double.NaN, DataType.FLOAT)).isNaN();
    assertThat(value(f, Double.NaN, DataType.DOUBLE)).isNaN();
  }

  @ParameterizedTest
  @MethodSource("activations")
  void activation_ofInfinity_isItsLimit(IActivation f) {
    double x = Double.POSITIVE_INFINITY;
    assertThat(value(f, x, DataType.FLOAT))
        .isEqualTo(f instanceof HardSigmoid6 ? 1 : f instanceof Relu6 ? 6 : x);
  }

  private static double value(IActivation f, double x, DataType type) {
    return f.getActivation(Nd4j.createFromArray(x, x).castTo(type), false).getDouble(1);
  }

  private static double slope(IActivation f, double x, DataType type) {
    INDArray in = Nd4j.createFromArray(x, x).castTo(type);
    INDArray twice = Nd4j.createFromArray(2.0, 2.0).castTo(type);
    return f.backprop(in, twice).getFirst().getDouble(1) / 2;
  }
}
