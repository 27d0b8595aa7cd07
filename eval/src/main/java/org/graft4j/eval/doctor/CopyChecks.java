package org.graft4j.eval.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What follows from copies: across parts, across classes, or simply twice. */
record CopyChecks(Examined examined, Copies copies) {

  private record Place(Examined.Part part, int label) {}

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    List<List<Integer>> same = copies.groups(Match.SAME_PIXELS);
    List<List<Integer>> changed = copies.groups(Match.MIRRORED_COPY);
    List<List<Integer>> alike = copies.groups(Match.LOOK_ALIKE);
    leak(findings, changed);
    possibleLeak(findings, alike);
    // A left hand is no copy of a right one: mirror images say nothing across classes.
    conflict(findings, same, copies.groups(Match.CHANGED_COPY));
    List<List<Integer>> exact = within(same);
    add(
        findings,
        Severity.WARNING,
        FindingKind.EXACT_DUPLICATE,
        exact,
        "of pictures that are there more than once, equal in every pixel",
        "keep one of each: copies count double, and fall on both sides of any division");
    add(
        findings,
        Severity.NOTE,
        FindingKind.NEAR_DUPLICATE,
        beyond(within(changed), Match.SAME_PIXELS),
        "of resized, recompressed, brightened or mirrored copies",
        "keep one of each, or keep them on one side of any division");
    add(
        findings,
        Severity.NOTE,
        FindingKind.LOOK_ALIKE,
        beyond(within(alike), Match.MIRRORED_COPY),
        "of pictures much like each other, say shots one after another",
        "keep each group on one side of any division");
    return findings;
  }

  private void leak(List<Finding> findings, List<List<Integer>> groups) {
    List<List<Integer>> across = groups.stream().filter(this::leaks).toList();
    if (across.isEmpty()) {
      return;
    }
    Set<Examined.Part> parts = parts(across.stream().flatMap(List::stream).toList());
    findings.add(
        new Finding(
            Severity.ERROR,
            FindingKind.LEAK,
            ids(across),
            Say.count(across.size(), "picture")
                + " with copies in more than one part ("
                + parts.stream().map(Examined.Part::text).collect(Collectors.joining(", "))
                + "): what is measured on them was there to learn from",
            "keep each in one part, and remove its copies from the others"));
  }

  /** Whether copies that are no mirror images, or are of one class, lie in two parts. */
  private boolean leaks(List<Integer> group) {
    return Stream.<Function<Integer, Integer>>of(
            examined::label, i -> copies.group(Match.CHANGED_COPY, i))
        .flatMap(by -> group.stream().collect(Collectors.groupingBy(by)).values().stream())
        .anyMatch(alike -> parts(alike).size() > 1);
  }

  private void possibleLeak(List<Finding> findings, List<List<Integer>> groups) {
    List<List<Integer>> across =
        beyond(groups, Match.MIRRORED_COPY).stream().filter(g -> parts(g).size() > 1).toList();
    add(
        findings,
        Severity.WARNING,
        FindingKind.POSSIBLE_LEAK,
        across,
        "of pictures much like each other in more than one part, say shots of one scene",
        "look at them, and keep what belongs together in one part");
  }

  private void conflict(
      List<Finding> findings, List<List<Integer>> same, List<List<Integer>> changed) {
    List<List<Integer>> certain = same.stream().filter(g -> labels(g).size() > 1).toList();
    List<List<Integer>> all = changed.stream().filter(g -> labels(g).size() > 1).toList();
    if (all.isEmpty()) {
      return;
    }
    List<Integer> first = all.get(0);
    String classes =
        labels(first).stream().map(examined.labels()::name).collect(Collectors.joining("' and '"));
    findings.add(
        new Finding(
            certain.isEmpty() ? Severity.WARNING : Severity.ERROR,
            FindingKind.LABEL_CONFLICT,
            ids(all),
            Say.count(all.size(), "picture")
                + " with copies in more than one class ("
                + certain.size()
                + " of them equal in every pixel), say in '"
                + classes
                + "': one of the labels is wrong",
            "keep each in its right class"));
  }

  private void add(
      List<Finding> findings,
      Severity severity,
      FindingKind kind,
      List<List<Integer>> groups,
      String what,
      String remedy) {
    if (!groups.isEmpty()) {
      int pictures = groups.stream().mapToInt(List::size).sum();
      findings.add(
          new Finding(
              severity,
              kind,
              ids(groups),
              Say.count(groups.size(), "group")
                  + " ("
                  + Say.count(pictures, "picture")
                  + ") "
                  + what,
              remedy));
    }
  }

  /** Groups cut to what lies in one part and one class: the rest is said elsewhere. */
  private List<List<Integer>> within(List<List<Integer>> groups) {
    List<List<Integer>> within = new ArrayList<>();
    for (List<Integer> group : groups) {
      Map<Place, List<Integer>> places = new LinkedHashMap<>();
      for (int i : group) {
        Place place = new Place(examined.parts().get(i), examined.label(i));
        places.computeIfAbsent(place, key -> new ArrayList<>()).add(i);
      }
      places.values().stream().filter(g -> g.size() > 1).forEach(within::add);
    }
    return within;
  }

  /** Groups that do not all lie in one group of a surer kind. */
  private List<List<Integer>> beyond(List<List<Integer>> groups, Match surer) {
    return groups.stream()
        .filter(group -> group.stream().map(i -> copies.group(surer, i)).distinct().count() > 1)
        .toList();
  }

  private Set<Examined.Part> parts(List<Integer> group) {
    return group.stream().map(examined.parts()::get).collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<Integer> labels(List<Integer> group) {
    return group.stream().map(examined::label).collect(Collectors.toCollection(TreeSet::new));
  }

  private List<List<String>> ids(List<List<Integer>> groups) {
    return groups.stream().map(group -> group.stream().map(examined::id).toList()).toList();
  }
}
