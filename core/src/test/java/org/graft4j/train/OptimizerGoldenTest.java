package org.graft4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.graft4j.testing.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The steps are PyTorch's, step for step. */
class OptimizerGoldenTest {

  /** Both sides compute in double precision; ND4J's fused Adam takes its constants as doubles. */
  private static final double TOLERANCE = 1e-10;

  static Stream<String> cases() {
    return Stream.of(
        "sgd",
        "sgd_weight_decay",
        "sgd_momentum",
        "sgd_momentum_weight_decay",
        "sgd_nesterov",
        "sgd_nesterov_weight_decay",
        "adam",
        "adam_betas_eps",
        "adam_l2",
        "adamw",
        "adamw_weight_decay");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void update_ofLeastSquares_followsPyTorch(String name) throws IOException {
    JsonNode golden = new ObjectMapper().readTree(Golden.path("optim.json").toFile());
    JsonNode expected = golden.path("optimizers").path(name);
    Problem problem = new Problem(golden.path("problem"));
    OptimizerState state = new OptimizerState(optimizer(expected));
    double rate = expected.path("params").path("lr").asDouble();

    for (int t = 0; t < expected.path("w").size(); t++) {
      for (int i = 0; i < 3; i++) {
        double value = problem.w.getDouble(i);
        assertThat(value)
            .as("w[%d] before step %d", i, t)
            .isCloseTo(expected.path("w").path(t).path(i).asDouble(), within(TOLERANCE));
      }
      INDArray residual = problem.residual();
      OptionalDouble own = OptionalDouble.empty();
      state.update("w", problem.w, problem.gradientW(residual), rate, true, own);
      state.update("b", problem.b, problem.gradientB(residual), rate, true, own);
    }
  }

  /** The momentum goes the other way than the rate: SGD's own does not count. */
  @Test
  void update_inOneCycleOfSgd_followsPyTorch() throws IOException {
    JsonNode golden = new ObjectMapper().readTree(Golden.path("optim.json").toFile());
    JsonNode expected = golden.path("optimizers").path("sgd_onecycle");
    Problem problem = new Problem(golden.path("problem"));
    OptimizerState state = new OptimizerState(Optimizer.sgd(0.1));
    Schedule cycle = Schedule.oneCycle();
    int total = expected.path("params").path("total_steps").asInt();
    double highest = expected.path("params").path("max_lr").asDouble();

    for (int t = 0; t < total; t++) {
      double rate = highest * cycle.factor(t, total, List.of());
      OptionalDouble momentum = cycle.momentum(t, total);
      assertThat(rate).isCloseTo(expected.path("lr").path(t).asDouble(), within(1e-12));
      assertThat(momentum.orElseThrow())
          .isCloseTo(expected.path("momentum").path(t).asDouble(), within(1e-12));
      INDArray residual = problem.residual();
      state.update("w", problem.w, problem.gradientW(residual), rate, true, momentum);
      state.update("b", problem.b, problem.gradientB(residual), rate, true, momentum);
      for (int i = 0; i < 3; i++) {
        assertThat(problem.w.getDouble(i))
            .as("w[%d] after step %d", i, t)
            .isCloseTo(expected.path("w").path(t + 1).path(i).asDouble(), within(TOLERANCE));
      }
    }
  }

  /** PyTorch's one-cycle moves beta1, also in the bias correction of the step. */
  @Test
  void update_inOneCycleOfAdam_movesBeta1AsTheFormulaSays() {
    OptimizerState state = new OptimizerState(Optimizer.adam());
    Schedule cycle = Schedule.oneCycle();
    INDArray w = Nd4j.createFromArray(0.5);
    double expected = 0.5;
    double m = 0;
    double v = 0;
    for (int t = 0; t < 20; t++) {
      double slope = Math.sin(t) + 0.3;
      double rate = 0.1 * cycle.factor(t, 20, List.of());
      double beta1 = cycle.momentum(t, 20).orElseThrow();
      m = beta1 * m + (1 - beta1) * slope;
      v = 0.999 * v + 0.001 * slope * slope;
      double corrected = m / (1 - Math.pow(beta1, t + 1));
      expected -= rate * corrected / (Math.sqrt(v / (1 - Math.pow(0.999, t + 1))) + 1e-8);
      state.update("w", w, Nd4j.createFromArray(slope), rate, true, cycle.momentum(t, 20));
      assertThat(w.getDouble(0)).as("after step %d", t).isCloseTo(expected, within(TOLERANCE));
    }
  }

  private static Optimizer optimizer(JsonNode node) {
    JsonNode p = node.path("params");
    double decay = p.path("weight_decay").asDouble(0);
    if (node.path("optimizer").asText().equals("SGD")) {
      return new Optimizer.Sgd(
          p.path("momentum").asDouble(0), p.path("nesterov").asBoolean(false), decay);
    }
    boolean decoupled = node.path("optimizer").asText().equals("AdamW");
    return new Optimizer.Adam(
        p.path("betas").path(0).asDouble(0.9),
        p.path("betas").path(1).asDouble(0.999),
        p.path("eps").asDouble(1e-8),
        decoupled ? p.path("weight_decay").asDouble(0.01) : decay,
        decoupled);
  }

  /** {@code mean_i (A_i.w + b - y_i)^2 / 2}. */
  private static final class Problem {
    final INDArray a;
    final INDArray y;
    final INDArray w;
    final INDArray b;

    Problem(JsonNode node) {
      ObjectMapper json = new ObjectMapper();
      a = Nd4j.createFromArray(json.convertValue(node.path("A"), double[][].class));
      y = column(json.convertValue(node.path("y"), double[].class));
      w = column(json.convertValue(node.path("w0"), double[].class));
      b = Nd4j.createFromArray(new double[][] {{node.path("b0").asDouble()}});
    }

    private static INDArray column(double[] values) {
      return Nd4j.createFromArray(values).castTo(DataType.DOUBLE).reshape(values.length, 1);
    }

    INDArray gradientW(INDArray residual) {
      return a.transpose().mmul(residual).divi(residual.length());
    }

    INDArray gradientB(INDArray residual) {
      return Nd4j.createFromArray(new double[][] {{residual.meanNumber().doubleValue()}});
    }

    INDArray residual() {
      return a.mmul(w).addi(b.getDouble(0)).subi(y);
    }
  }
}
