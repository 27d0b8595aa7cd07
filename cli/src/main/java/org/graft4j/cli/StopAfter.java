package org.graft4j.cli;

import java.util.List;
import org.graft4j.train.TrainingEvent;
import org.graft4j.train.TrainingListener;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.Stage;
import org.jspecify.annotations.Nullable;

/** Counts epochs, to stop a run after some while others are left. Confined to one thread. */
final class StopAfter implements TrainingListener {
  private final @Nullable Integer limit;
  private final String lastStage;
  private int done;
  private boolean nothingLeft;

  /**
   * A count at its beginning.
   *
   * @param limit positive, or null for none
   */
  StopAfter(@Nullable Integer limit, FineTunePlan plan) {
    List<Stage> stages = plan.stages();
    this.limit = limit;
    this.lastStage = stages.get(stages.size() - 1).name();
  }

  @Override
  public void onEvent(TrainingEvent event) {
    if (event instanceof TrainingEvent.EpochDone epoch) {
      done++;
      nothingLeft =
          epoch.record().stage().equals(lastStage) && epoch.record().epoch() == epoch.epochs();
    }
  }

  /** Whether it is time to stop; never after the last epoch of all. */
  boolean reached() {
    return limit != null && done >= limit && !nothingLeft;
  }
}
