package org.graft4j.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fuses what follows a convolution into it: its batch norm, the sum of a residual block, the
 * activation. Only what nothing else reads is fused; the rest stays as it is.
 */
final class Fusion {
  /** By the name of the value; in an order in which they can be computed. */
  private final Map<String, FusedNode> made = new LinkedHashMap<>();

  private final Map<String, Integer> readers = new HashMap<>();

  private final Rules rules;

  /** What may be fused, beyond there being no other reader. */
  interface Rules {
    /** Whether the norm of one vertex may be multiplied into the weights of another. */
    boolean norm(String convolution, String norm);

    /** Whether the function may be applied with what comes before it. */
    boolean curve(FusedNode before, Op.Curve curve);
  }

  /** Nothing has to be kept for a gradient. */
  static final Rules INFERENCE =
      new Rules() {
        @Override
        public boolean norm(String convolution, String norm) {
          return true;
        }

        @Override
        public boolean curve(FusedNode before, Op.Curve curve) {
          return before.op() instanceof Op.Convolution || before.op() instanceof Op.Dense;
        }
      };

  private Fusion(List<Node> nodes, Rules rules) {
    this.rules = rules;
    nodes.forEach(node -> node.inputs().forEach(name -> readers.merge(name, 1, Integer::sum)));
  }

  static List<FusedNode> of(List<Node> nodes, Rules rules) {
    Fusion fusion = new Fusion(nodes, rules);
    nodes.forEach(fusion::add);
    return new ArrayList<>(fusion.made.values());
  }

  private void add(Node node) {
    FusedNode fused = fused(node);
    made.put(fused.name(), fused);
  }

  private FusedNode fused(Node node) {
    if (node.inputs().isEmpty()) {
      return FusedNode.of(node);
    }
    String first = node.inputs().get(0);
    FusedNode before = made.get(first);
    boolean alone = readers.get(first) == 1;
    if ((node.op() instanceof Op.BatchNorm || node.op() instanceof Op.Gain)
        && alone
        && before.bareConvolution()
        && rules.norm(before.vertex(), node.vertex())) {
      return take(first).normalised(node);
    }
    if (node.op() instanceof Op.Activate activate
        && alone
        && before.curve().isEmpty()
        && rules.curve(before, activate.curve())) {
      return take(first).curved(node, activate.curve());
    }
    if (node.op() instanceof Op.Add) {
      String second = node.inputs().get(1);
      if (readers.get(second) == 1 && made.get(second).canSum()) {
        return take(second).plus(node, first);
      }
      if (alone && before.canSum()) {
        return take(first).plus(node, second);
      }
    }
    return FusedNode.of(node);
  }

  /** A fused node moves down to where it is read: by then all its inputs are there. */
  private FusedNode take(String value) {
    FusedNode node = made.remove(value);
    if (node == null) {
      throw new IllegalStateException("value '" + value + "' is made twice or not at all");
    }
    return node;
  }
}
