package org.graft4j.eval.doctor;

/**
 * A picture that may have the wrong label.
 *
 * @param id names it
 * @param label the class it has
 * @param suggested the class that it more likely is of
 * @param labelProbability what was said of its own class, 0 to 1
 * @param suggestedProbability what was said of the other one, 0 to 1
 */
public record LabelSuspect(
    String id,
    String label,
    String suggested,
    double labelProbability,
    double suggestedProbability) {}
