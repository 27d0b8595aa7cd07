package org.graft4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.graft4j.train.TrainingEvent;
import org.graft4j.train.TrainingInterruptedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GatedRunTest {
  /** Events of another kind pass the gate: only what lies between two awaited ones is timed. */
  @Test
  void next_runWithOtherEvents_stopsAtEachAwaitedOne() {
    List<String> done = Collections.synchronizedList(new ArrayList<>());
    try (GatedRun run =
        new GatedRun(
            TrainingEvent.Featurising.class,
            gated -> {
              for (int i = 1; i <= 3; i++) {
                gated.onEvent(new TrainingEvent.StageStarted("head", 1, 1, 1));
                done.add("work " + i);
                gated.onEvent(new TrainingEvent.Featurising(i, 3));
              }
            })) {
      assertThat(run.next()).isEqualTo(new TrainingEvent.Featurising(1, 3));
      assertThat(run.next()).isEqualTo(new TrainingEvent.Featurising(2, 3));
      assertThat(done).containsExactly("work 1", "work 2");
    }
  }

  @Test
  void next_runFails_throwsWithTheCause() {
    try (GatedRun run =
        new GatedRun(
            TrainingEvent.Featurising.class,
            gated -> {
              throw new IllegalArgumentException("no such batch");
            })) {
      assertThatThrownBy(run::next)
          .isInstanceOf(IllegalStateException.class)
          .hasRootCauseMessage("no such batch");
    }
  }

  @Test
  void close_runThatStopsWhenAsked_endsItsThread() {
    List<String> done = Collections.synchronizedList(new ArrayList<>());
    GatedRun run =
        new GatedRun(
            TrainingEvent.Featurising.class,
            gated -> {
              gated.onEvent(new TrainingEvent.Featurising(1, 2));
              if (gated.closing()) {
                done.add("stopped");
                throw new TrainingInterruptedException("while it was measured");
              }
            });
    run.next();
    run.close();
    assertThat(done).containsExactly("stopped");
  }
}
