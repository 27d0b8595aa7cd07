package org.graft4j.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater;
import org.nd4j.linalg.factory.Nd4j;

/** The moments and step counts of an optimizer, kept by parameter name. Confined to one thread. */
final class OptimizerState {

  /** What is remembered of one parameter. */
  private static final class Slot {
    final Map<String, INDArray> moments = new LinkedHashMap<>();
    long steps;
  }

  private final Optimizer optimizer;
  private final Map<String, Slot> slots = new TreeMap<>();

  OptimizerState(Optimizer optimizer) {
    this.optimizer = optimizer;
  }

  /**
   * Moves one parameter by its gradient. Both are changed: the gradient array is used as scratch.
   *
   * @param decays whether weight decay applies to this parameter
   * @param momentum takes the place of the optimizer's momentum (of beta1 for Adam) if present
   */
  void update(
      String name,
      INDArray parameter,
      INDArray gradient,
      double rate,
      boolean decays,
      OptionalDouble momentum) {
    Slot slot = slots.computeIfAbsent(name, n -> new Slot());
    if (optimizer instanceof Optimizer.Sgd sgd) {
      sgd(sgd, slot, parameter, gradient, rate, decays, momentum.orElse(sgd.momentum()));
    } else if (optimizer instanceof Optimizer.Adam adam) {
      adam(adam, slot, parameter, gradient, rate, decays, momentum.orElse(adam.beta1()));
    }
    slot.steps++;
  }

  private static void sgd(
      Optimizer.Sgd sgd,
      Slot slot,
      INDArray parameter,
      INDArray gradient,
      double rate,
      boolean decays,
      double momentum) {
    if (decays && sgd.weightDecay() > 0) {
      plus(gradient, parameter, sgd.weightDecay());
    }
    if (sgd.momentum() == 0 && momentum == 0) {
      parameter.subi(gradient.muli(rate));
      return;
    }
    INDArray velocity = moment(slot, "v", parameter);
    velocity.muli(momentum).addi(gradient);
    if (sgd.nesterov()) {
      plus(gradient, velocity, momentum);
      parameter.subi(gradient.muli(rate));
    } else {
      plus(parameter, velocity, -rate);
    }
  }

  private static void adam(
      Optimizer.Adam adam,
      Slot slot,
      INDArray parameter,
      INDArray gradient,
      double rate,
      boolean decays,
      double beta1) {
    double decay = decays ? adam.weightDecay() : 0;
    if (decay > 0 && adam.decoupled()) {
      parameter.muli(1 - rate * decay);
    } else if (decay > 0) {
      plus(gradient, parameter, decay);
    }
    INDArray m = moment(slot, "m", parameter);
    INDArray v = moment(slot, "v", parameter);
    // ND4J's fused operation adds its epsilon to the root of the uncorrected v, so PyTorch's
    // epsilon
    // is scaled to match. It also replaces a zero step by epsilon: hence rate 1 here and a
    // multiplication after it.
    double correction2 = Math.sqrt(1 - Math.pow(adam.beta2(), slot.steps + 1.0));
    Nd4j.exec(
        new AdamUpdater(
            gradient,
            v,
            m,
            1.0,
            beta1,
            adam.beta2(),
            adam.epsilon() * correction2,
            Math.toIntExact(slot.steps)));
    parameter.subi(gradient.muli(rate));
  }

  /** {@code target += other * factor}; the product's memory does not wait for the collector. */
  private static void plus(INDArray target, INDArray other, double factor) {
    try (INDArray product = other.mul(factor)) {
      target.addi(product);
    }
  }

  private static INDArray moment(Slot slot, String key, INDArray like) {
    return slot.moments.computeIfAbsent(key, k -> like.ulike().assign(0));
  }

  /** The moments as named arrays ({@code parameter/moment}), live. */
  Map<String, INDArray> arrays() {
    Map<String, INDArray> all = new LinkedHashMap<>();
    slots.forEach(
        (name, slot) -> slot.moments.forEach((key, moment) -> all.put(name + "/" + key, moment)));
    return all;
  }

  /** Steps taken by each parameter. */
  Map<String, Long> steps() {
    Map<String, Long> steps = new LinkedHashMap<>();
    slots.forEach((name, slot) -> steps.put(name, slot.steps));
    return steps;
  }

  /**
   * Takes over what {@link #arrays} and {@link #steps} gave, as far as it is of these parameters
   * and of their shapes.
   */
  void restore(
      Map<String, INDArray> arrays, Map<String, Long> steps, Map<String, INDArray> parameters) {
    slots.clear();
    steps.forEach(
        (name, count) -> {
          if (parameters.containsKey(name)) {
            slots.computeIfAbsent(name, n -> new Slot()).steps = count;
          }
        });
    arrays.forEach(
        (name, array) -> {
          int cut = name.lastIndexOf('/');
          INDArray parameter = parameters.get(name.substring(0, cut));
          Slot slot = slots.get(name.substring(0, cut));
          if (parameter != null && slot != null && parameter.length() == array.length()) {
            moment(slot, name.substring(cut + 1), parameter).assign(array);
          }
        });
  }
}
