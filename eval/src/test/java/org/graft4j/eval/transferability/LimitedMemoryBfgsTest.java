package org.graft4j.eval.transferability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The minimum is where the gradient ends, and what is no minimum is not given for one. */
class LimitedMemoryBfgsTest {

  private static double rosenbrock(double[] x, double[] gradient) {
    double bend = x[1] - x[0] * x[0];
    gradient[0] = -400 * x[0] * bend - 2 * (1 - x[0]);
    gradient[1] = 200 * bend;
    return 100 * bend * bend + (1 - x[0]) * (1 - x[0]);
  }

  /** Curvatures from 1 to a million, minimum at (1, 2, ...). */
  private static double quadratic(double[] x, double[] gradient) {
    double value = 0;
    for (int i = 0; i < x.length; i++) {
      double curvature = Math.pow(10, 6.0 * i / (x.length - 1));
      double away = x[i] - (i + 1);
      gradient[i] = curvature * away;
      value += curvature * away * away / 2;
    }
    return value;
  }

  @Test
  void minimum_ofRosenbrock_isFoundThroughItsValley() {
    double[] found =
        LimitedMemoryBfgs.minimum(LimitedMemoryBfgsTest::rosenbrock, new double[] {-1.2, 1}, 1e-9);
    assertThat(found).containsExactly(new double[] {1, 1}, within(1e-8));
  }

  @Test
  void minimum_ofAnIllConditionedQuadratic_isFound() {
    double[] found =
        LimitedMemoryBfgs.minimum(LimitedMemoryBfgsTest::quadratic, new double[30], 1e-6);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(i + 1, within(1e-5));
    }
  }

  @Test
  void minimum_atTheStart_staysThere() {
    double[] start = {1, 1};
    assertThat(LimitedMemoryBfgs.minimum(LimitedMemoryBfgsTest::rosenbrock, start, 1e-9))
        .containsExactly(1, 1);
  }

  @Test
  void minimum_notReachedInTime_isAnErrorInsteadOfAnAnswer() {
    assertThatThrownBy(
            () ->
                LimitedMemoryBfgs.minimum(
                    LimitedMemoryBfgsTest::rosenbrock, new double[] {-1.2, 1}, 1e-9, 5))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageStartingWith("no minimum in 5 iterations: the gradient is still ");
  }
}
