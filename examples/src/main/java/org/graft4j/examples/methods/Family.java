package org.graft4j.examples.methods;

import java.util.List;

/**
 * Trials of one kind: a section of the table.
 *
 * @param title its heading
 * @param program the class that runs them
 * @param trials in the order of the table
 */
public record Family(String title, Class<?> program, List<Trial> trials) {
  public Family {
    trials = List.copyOf(trials);
  }
}
