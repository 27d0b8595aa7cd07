package org.graft4j.augment.generate;

/**
 * How the game of the two networks stands at one step.
 *
 * @param step updates so far
 * @param discriminatorLoss mean since the check before; ln 2 = 0.693 where it tells nothing, near 0
 *     where it tells every picture and the generator learns nothing more
 * @param generatorLoss mean since the check before
 * @param leastDiversity of all classes the least {@link Diversity} of generated pictures, as a
 *     share of that of the real ones: about 1 is right, near 0 means that one picture is drawn
 *     again and again
 * @param leastDiverse name of that class
 */
public record GanCheck(
    int step,
    double discriminatorLoss,
    double generatorLoss,
    double leastDiversity,
    String leastDiverse) {}
