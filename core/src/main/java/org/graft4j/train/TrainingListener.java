package org.graft4j.train;

/** Is told what happens in a training run, on the thread that trains: to be quick about it. */
@FunctionalInterface
public interface TrainingListener {

  /** Listens to nothing. */
  TrainingListener SILENT = event -> {};

  /** Takes notice of an event; an exception thrown here ends the run. */
  void onEvent(TrainingEvent event);
}
