package org.graft4j.engine;

import java.util.List;
import java.util.Optional;

/**
 * A node of inference, with what was fused into it: {@code curve(norm(op(input)) + summand)}.
 *
 * @param name of the value that it makes
 * @param vertex the graph's vertex that holds the parameters
 * @param inputs names of values; the summand is the last, if {@code sums}
 * @param norm the batch norm's vertex that is folded into the weights
 * @param sums whether the second input is added
 * @param curve applied last
 */
record FusedNode(
    String name,
    String vertex,
    Op op,
    List<String> inputs,
    Optional<String> norm,
    boolean sums,
    Optional<Op.Curve> curve) {

  FusedNode {
    inputs = List.copyOf(inputs);
  }

  static FusedNode of(Node node) {
    return new FusedNode(
        node.name(),
        node.vertex(),
        node.op(),
        node.inputs(),
        Optional.empty(),
        false,
        Optional.empty());
  }

  /** Whether nothing follows the convolution yet. */
  boolean bareConvolution() {
    return op instanceof Op.Convolution && norm.isEmpty() && !sums && curve.isEmpty();
  }

  /** Whether another value can still be added to what it gives. */
  boolean canSum() {
    return op instanceof Op.Convolution && !sums && curve.isEmpty();
  }

  /**
   * To be asked where nothing that was fused would be computed.
   *
   * @throws IllegalStateException if something is
   */
  void requireNothingFused() {
    if (norm.isPresent() || sums || curve.isPresent()) {
      throw new IllegalStateException("what was fused into " + this + " would be left out");
    }
  }

  FusedNode normalised(Node by) {
    return new FusedNode(by.name(), vertex, op, inputs, Optional.of(by.vertex()), sums, curve);
  }

  FusedNode curved(Node by, Op.Curve with) {
    return new FusedNode(by.name(), vertex, op, inputs, norm, sums, Optional.of(with));
  }

  FusedNode plus(Node by, String summand) {
    return new FusedNode(by.name(), vertex, op, List.of(inputs.get(0), summand), norm, true, curve);
  }
}
