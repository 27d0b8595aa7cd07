package org.graft4j.train.objective;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a stage minimises: {@code loss + sum of weighted terms + penalties}.
 *
 * @param loss over the logits
 * @param terms over outputs of vertices; names differ, and several may be of one part
 * @param penalties on weights; names differ, also from the terms' and their parts'
 * @param constraints that weights are put back to after each step, one after the other
 */
public record Objective(
    Loss loss, List<FeatureTerm> terms, List<Penalty> penalties, List<Constraint> constraints) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]+");

  public Objective {
    terms = List.copyOf(terms);
    penalties = List.copyOf(penalties);
    constraints = List.copyOf(constraints);
    Set<String> names = new HashSet<>();
    Set<String> parts = new HashSet<>();
    terms.forEach(term -> requireOther(term.name(), names));
    terms.forEach(term -> parts.add(term.part()));
    penalties.forEach(penalty -> requireOther(penalty.name(), names));
    penalties.forEach(penalty -> requireOther(penalty.name(), parts));
    parts.forEach(Objective::requireName);
  }

  private static void requireOther(String name, Set<String> taken) {
    requireName(name);
    if (!taken.add(name)) {
      throw new IllegalArgumentException(
          "names in an objective must differ, but '" + name + "' came twice");
    }
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "names in an objective must match [a-z0-9-]+, but one was '" + name + "'");
    }
  }

  /** Without constraints. */
  public Objective(Loss loss, List<FeatureTerm> terms, List<Penalty> penalties) {
    this(loss, terms, penalties, List.of());
  }

  /** A loss alone. */
  public static Objective of(Loss loss) {
    return new Objective(loss, List.of(), List.of());
  }
}
