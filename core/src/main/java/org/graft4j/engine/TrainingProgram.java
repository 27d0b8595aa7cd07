package org.graft4j.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A training step for batches of one shape: forward, loss, backward, recorded once. Activations are
 * kept where a gradient goes through, and nowhere else. Confined to one thread.
 */
final class TrainingProgram implements AutoCloseable {
  private final Recording record = new Recording();
  private final Slopes slopes;
  private final TrainingPlan plan;
  private final Values values;
  private final Tensor input;
  private final LossStep output;

  /** What is to be done on the way back, in the order of the forward pass. */
  private final Deque<Node> done = new ArrayDeque<>();

  private final Map<String, Tensor> gradients = new HashMap<>();

  /** Records the backward calls of a node; the gradient may be written over, and is given back. */
  interface Backward {
    void record(Tensor gradient);
  }

  private record Node(String value, Backward backward) {}

  /**
   * Makes the program by running it once, on this batch.
   *
   * @param frozen the nodes that no gradient goes through, with their weights folded
   */
  TrainingProgram(
      ComputationGraph graph,
      TrainingPlan plan,
      InferenceNetwork frozen,
      Slopes slopes,
      INDArray batch,
      INDArray labels) {
    this.plan = plan;
    this.slopes = slopes;
    this.values = new Values(record, plan.nodes(), kept(plan.nodes()));
    this.input = Tensor.over(batch);
    boolean made = false;
    try {
      InferenceSteps below = new InferenceSteps(record, values, frozen);
      TrainingSteps above = new TrainingSteps(this, graph);
      List<FusedNode> nodes = plan.nodes();
      FusedNode last = nodes.get(nodes.size() - 1);
      for (FusedNode node : nodes.subList(0, nodes.size() - 1)) {
        values.put(node, make(node, below, above));
      }
      String features = last.inputs().get(0);
      boolean goesOn = plan.hasGradient(features);
      output =
          last.op() instanceof Op.Softmax
              ? new SoftmaxLoss(record, values.get(features))
              : new OutputStep(graph, last.vertex(), slopes, record, values.get(features), goesOn);
      Tensor slope = output.record(labels);
      if (goesOn) {
        contribute(features, slope);
      }
      while (!done.isEmpty()) {
        Node node = done.pop();
        Tensor gradient = gradients.remove(node.value());
        if (gradient != null) {
          node.backward().record(gradient);
        }
        Tensor value = values.get(node.value());
        record.drop(value);
      }
      made = true;
    } finally {
      if (!made) {
        record.close();
      }
    }
  }

  private Tensor make(FusedNode node, InferenceSteps below, TrainingSteps above) {
    if (node.op() instanceof Op.Input) {
      return input;
    }
    if (node.op() instanceof Op.Vertex || plan.hasGradient(node.name())) {
      return above.add(node);
    }
    return below.add(node);
  }

  /** The inputs and outputs of nodes that a gradient goes through. */
  private Set<String> kept(List<FusedNode> nodes) {
    Set<String> kept = new HashSet<>();
    for (FusedNode node : nodes) {
      if (plan.hasGradient(node.name())) {
        kept.add(node.name());
        kept.addAll(node.inputs());
      }
    }
    return kept;
  }

  /** Forward and backward; the gradients are in the slopes. */
  double run(INDArray batch, INDArray labels) {
    input.bind(batch);
    output.labels(labels);
    record.play();
    return output.loss();
  }

  Recording recording() {
    return record;
  }

  Slopes slopes() {
    return slopes;
  }

  TrainingPlan plan() {
    return plan;
  }

  Tensor value(String name) {
    return values.get(name);
  }

  /** Says how the gradient goes on below a value. */
  void onTheWayBack(String value, Backward backward) {
    done.push(new Node(value, backward));
  }

  /** Adds to the gradient of a value; takes the tensor over. */
  void contribute(String value, Tensor gradient) {
    Tensor sum = gradients.get(value);
    if (!plan.hasGradient(value)) {
      record.drop(gradient);
    } else if (sum == null) {
      gradients.put(value, gradient);
    } else {
      Tensor other = record.in(gradient, sum.layout());
      record.sum(sum, sum, other);
      record.dropCopy(other, gradient);
      record.drop(gradient);
    }
  }

  long bytes() {
    return record.bytes();
  }

  @Override
  public void close() {
    record.close();
  }
}
