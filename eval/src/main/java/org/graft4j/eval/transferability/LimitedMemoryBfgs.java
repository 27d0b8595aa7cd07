package org.graft4j.eval.transferability;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * The minimum of a smooth convex function by L-BFGS (Liu, Nocedal 1989, "On the limited memory BFGS
 * method for large scale optimization") with steps that meet the weak Wolfe conditions, found by
 * bisection (Lewis, Overton 2013, "Nonsmooth optimization via quasi-Newton methods").
 * Deterministic.
 */
final class LimitedMemoryBfgs {
  private static final int MEMORY = 12;
  private static final int ITERATIONS = 10_000;
  private static final int TRIALS = 40;
  private static final double SUFFICIENT_DECREASE = 1e-4;
  private static final double CURVATURE = 0.9;

  private final Function function;
  private final Deque<Pair> pairs = new ArrayDeque<>();

  private LimitedMemoryBfgs(Function function) {
    this.function = function;
  }

  /** What is minimised. */
  interface Function {
    /** The value at a point; the gradient there is written to the second array. */
    double at(double[] point, double[] gradient);
  }

  /** A step, the change of the gradient over it, and one over their product. */
  private record Pair(List<double[]> vectors, double rho) {
    double[] step() {
      return vectors.get(0);
    }

    double[] change() {
      return vectors.get(1);
    }
  }

  /** A point with the value and the gradient there. */
  private static final class State {
    final double[] point;
    final double[] gradient;
    double value;

    State(double[] point) {
      this.point = point;
      this.gradient = new double[point.length];
    }
  }

  /**
   * Where the gradient is nowhere larger than {@code tolerance}, or where no step goes further down
   * in double arithmetic.
   *
   * @param start not changed
   * @throws ArithmeticException if 10000 iterations do not lead there
   */
  static double[] minimum(Function function, double[] start, double tolerance) {
    return minimum(function, start, tolerance, ITERATIONS);
  }

  static double[] minimum(Function function, double[] start, double tolerance, int iterations) {
    return new LimitedMemoryBfgs(function).run(start.clone(), tolerance, iterations);
  }

  private double[] run(double[] start, double tolerance, int iterations) {
    State state = new State(start);
    state.value = function.at(state.point, state.gradient);
    for (int i = 0; largest(state.gradient) > tolerance; i++) {
      // What is not settled must not be taken for settled: more rows would look like a gain.
      if (i == iterations) {
        throw new ArithmeticException(
            "no minimum in "
                + iterations
                + " iterations: the gradient is still "
                + largest(state.gradient));
      }
      double[] direction = direction(state.gradient);
      State next = step(state, direction);
      if (next.value >= state.value) {
        break;
      }
      remember(state, next);
      state = next;
    }
    return state.point;
  }

  private State step(State from, double[] direction) {
    double slope = dot(from.gradient, direction);
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double length = pairs.isEmpty() ? 1 / Math.max(1, Math.sqrt(-slope)) : 1;
    State tried = from;
    for (int i = 0; i < TRIALS; i++) {
      tried = at(from, direction, length);
      if (!(tried.value <= from.value + SUFFICIENT_DECREASE * length * slope)) {
        high = length;
      } else if (dot(tried.gradient, direction) < CURVATURE * slope) {
        low = length;
      } else {
        return tried;
      }
      length = high < Double.POSITIVE_INFINITY ? (low + high) / 2 : 2 * low;
    }
    return tried;
  }

  private State at(State from, double[] direction, double length) {
    double[] point = from.point.clone();
    add(point, length, direction);
    State state = new State(point);
    state.value = function.at(point, state.gradient);
    return state;
  }

  private void remember(State from, State to) {
    double[] step = to.point.clone();
    add(step, -1, from.point);
    double[] change = to.gradient.clone();
    add(change, -1, from.gradient);
    double product = dot(step, change);
    // Rounding alone can leave none on a convex function; such a pair would spoil the direction.
    if (product > 1e-14 * Math.sqrt(dot(step, step) * dot(change, change))) {
      pairs.addLast(new Pair(List.of(step, change), 1 / product));
      if (pairs.size() > MEMORY) {
        pairs.removeFirst();
      }
    }
  }

  /** The two loops. */
  private double[] direction(double[] gradient) {
    double[] direction = gradient.clone();
    List<Pair> newestFirst = new ArrayList<>(pairs);
    Collections.reverse(newestFirst);
    double[] shares = new double[newestFirst.size()];
    for (int i = 0; i < shares.length; i++) {
      Pair pair = newestFirst.get(i);
      shares[i] = pair.rho() * dot(pair.step(), direction);
      add(direction, -shares[i], pair.change());
    }
    if (shares.length > 0) {
      Pair newest = newestFirst.get(0);
      scale(direction, 1 / (newest.rho() * dot(newest.change(), newest.change())));
    }
    for (int i = shares.length - 1; i >= 0; i--) {
      Pair pair = newestFirst.get(i);
      add(direction, shares[i] - pair.rho() * dot(pair.change(), direction), pair.step());
    }
    scale(direction, -1);
    return direction;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] to, double factor, double[] what) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * what[i];
    }
  }

  private static void scale(double[] values, double factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }

  private static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
