package org.graft4j.train.objective;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a stage minimises: {@code loss + sum of weighted terms + penalties}.
 *
 * @param loss over the logits
 * @param terms over outputs of vertices; names differ
 * @param penalties on weights; names differ, also from the terms'
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
    Stream.concat(terms.stream().map(FeatureTerm::name), penalties.stream().map(Penalty::name))
        .forEach(
            name -> {
              if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                    "names in an objective must match [a-z0-9-]+, but one was '" + name + "'");
              }
              if (!names.add(name)) {
                throw new IllegalArgumentException(
                    "names in an objective must differ, but '" + name + "' came twice");
              }
            });
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
