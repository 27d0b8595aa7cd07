package org.graft4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.graft4j.testing.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rates are those that PyTorch's schedulers use at each step. */
class ScheduleGoldenTest {
  private static final double TOLERANCE = 1e-12;

  @Test
  void cosine_withoutWarmup_followsCosineAnnealing() throws IOException {
    check("cosine", new Schedule.Cosine(0, 1, 0), 0.1);
  }

  @Test
  void cosine_withWarmup_followsLinearThenCosine() throws IOException {
    check("warmup_cosine", new Schedule.Cosine(0.1, 0.1, 0.01), 0.1);
  }

  @Test
  void oneCycle_withDefaults_followsOneCycle() throws IOException {
    check("onecycle_cos", Schedule.oneCycle(), 0.5);
  }

  @Test
  void oneCycle_withOtherMomentum_followsOneCycle() throws IOException {
    JsonNode p = golden("onecycle_momentum").path("params");
    Schedule.OneCycle cycle =
        new Schedule.OneCycle(
            p.path("pct_start").asDouble(),
            p.path("div_factor").asDouble(),
            p.path("final_div_factor").asDouble(),
            p.path("base_momentum").asDouble(),
            p.path("max_momentum").asDouble());
    check("onecycle_momentum", cycle, p.path("max_lr").asDouble());
  }

  @Test
  void oneCycle_underAdam_cyclesBeta1AsMomentum() throws IOException {
    check("onecycle_adam", Schedule.oneCycle(), 0.5);
  }

  /** What is asked at step t is known from the scores reported after the steps before it. */
  @ParameterizedTest
  @ValueSource(strings = {"plateau", "plateau_cooldown_min_lr", "plateau_abs", "plateau_max"})
  void plateau_overScores_followsReduceLROnPlateau(String name) throws IOException {
    JsonNode expected = golden(name);
    JsonNode p = expected.path("params");
    double rate = p.path("lr").asDouble();
    Schedule.Plateau plateau =
        new Schedule.Plateau(
            p.path("factor").asDouble(),
            p.path("patience").asInt(),
            p.path("threshold").asDouble(),
            p.path("threshold_mode").asText().equals("rel"),
            p.path("cooldown").asInt(),
            p.path("min_lr").asDouble() / rate);
    boolean higher = p.path("mode").asText().equals("max");
    List<Double> scores = new ArrayList<>();
    for (int step = 0; step < 100; step++) {
      assertThat(rate * plateau.after(scores, higher))
          .as("rate at step %d", step)
          .isCloseTo(expected.path("lr").path(step).asDouble(), within(TOLERANCE));
      if (!higher) {
        assertThat(plateau.factor(step, 100, scores)).isEqualTo(plateau.after(scores, false));
      }
      scores.add(p.path("metrics").path(step).asDouble());
    }
    assertThat(plateau.after(scores, higher)).as("went down at all").isLessThan(1);
  }

  private static JsonNode golden(String name) throws IOException {
    return new ObjectMapper()
        .readTree(Golden.path("optim.json").toFile())
        .path("schedules")
        .path(name);
  }

  private static void check(String name, Schedule schedule, double rate) throws IOException {
    JsonNode expected = golden(name);
    int total = expected.path("lr").size();
    assertThat(total).isEqualTo(100);
    for (int step = 0; step < total; step++) {
      assertThat(rate * schedule.factor(step, total, List.of()))
          .as("rate at step %d", step)
          .isCloseTo(expected.path("lr").path(step).asDouble(), within(TOLERANCE));
      if (expected.has("momentum") && schedule instanceof Schedule.OneCycle) {
        assertThat(schedule.momentum(step, total).orElseThrow())
            .as("momentum at step %d", step)
            .isCloseTo(expected.path("momentum").path(step).asDouble(), within(TOLERANCE));
      }
    }
  }
}
