package org.graft4j.train;

/** Times a stage and tells the listener. */
final class Progress {
  private final TrainingSettings settings;
  private long stageStart;
  private long epochStart;
  private int firstEpoch;

  Progress(TrainingSettings settings) {
    this.settings = settings;
  }

  void start(int epochsDone) {
    firstEpoch = epochsDone;
    stageStart = System.nanoTime();
    epochStart = stageStart;
    tell(
        new TrainingEvent.StageStarted(
            settings.stage(), settings.epochs(), epochsDone + 1, settings.data().batches()));
  }

  void batchDone(int epoch, int batch, double loss) {
    int batches = settings.data().batches();
    double done = epoch - firstEpoch + (batch + 1.0) / batches;
    tell(
        new TrainingEvent.BatchDone(
            settings.stage(),
            epoch + 1,
            settings.epochs(),
            batch + 1,
            batches,
            loss,
            secondsLeft(done)));
  }

  /** Seconds since the last epoch ended. */
  double epochSeconds() {
    return (System.nanoTime() - epochStart) / 1e9;
  }

  void epochDone(EpochRecord record) {
    epochStart = System.nanoTime();
    double done = record.epoch() - firstEpoch;
    tell(new TrainingEvent.EpochDone(record, settings.epochs(), secondsLeft(done)));
  }

  void bestEpochRestored(int epoch, int bestEpoch) {
    tell(new TrainingEvent.BestEpochRestored(settings.stage(), epoch, bestEpoch));
  }

  private double secondsLeft(double epochsDone) {
    double spent = (System.nanoTime() - stageStart) / 1e9;
    return spent / epochsDone * (settings.epochs() - firstEpoch - epochsDone);
  }

  private void tell(TrainingEvent event) {
    settings.listener().onEvent(event);
  }
}
