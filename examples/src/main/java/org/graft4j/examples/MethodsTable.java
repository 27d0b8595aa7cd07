package org.graft4j.examples;

import java.io.IOException;
import java.util.List;
import org.graft4j.examples.methods.Family;
import org.graft4j.examples.methods.TrialProgram;

/**
 * Runs all trials of methods, and writes the tables of docs/METHODS.md.
 *
 * <pre>
 * MethodsTable --table docs/METHODS.md --results methods.jsonl --data FOLDER
 * </pre>
 *
 * <p>Takes what {@link TrialProgram} takes. Broken off, the same command goes on with the trial
 * that it was at; once all are finished, it makes the tables of what is in the file.
 */
public final class MethodsTable {
  private MethodsTable() {}

  /** Takes {@code --table FILE} and what {@link TrialProgram} takes. */
  public static void main(String[] args) throws IOException {
    TrialProgram.runAll(families(), args);
  }

  static List<Family> families() {
    return List.of(
        new Family(
            "When which layers learn, and how fast",
            Example08Schedules.class,
            Example08Schedules.trials()),
        new Family("What is learned from", Example09Targets.class, Example09Targets.trials()),
        new Family("Batch norms", Example10Norms.class, Example10Norms.trials()),
        new Family("Regularisers", Example11Regularisers.class, Example11Regularisers.trials()),
        new Family("Joint training", Example12Joint.class, Example12Joint.trials()),
        new Family("Distillation", Example13Distil.class, Example13Distil.trials()),
        new Family("Compression", Example14Compress.class, Example14Compress.trials()));
  }
}
