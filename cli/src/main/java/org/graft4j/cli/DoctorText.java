package org.graft4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.graft4j.eval.doctor.DoctorReport;
import org.graft4j.eval.doctor.Finding;
import org.graft4j.eval.doctor.FindingKind;
import org.graft4j.eval.doctor.LabelSuspect;
import org.graft4j.eval.doctor.LeakFinding;

/** A doctor's report for a person. */
final class DoctorText {
  /** Groups and ids that are named; JSON has them all. */
  private static final int GROUPS = 5;

  private static final int IN_A_GROUP = 4;

  private static final Set<FindingKind> ONLY_ALIKE =
      Set.of(FindingKind.POSSIBLE_LEAK, FindingKind.LOOK_ALIKE, FindingKind.SIMILAR_NAMES);

  private DoctorText() {}

  /** The verdict, then the findings, worst first, each with some ids and what to do. */
  static List<String> lines(DoctorReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(report.verdict());
    leak(report.leak(), lines);
    for (Finding finding : report.findings()) {
      lines.add("");
      lines.add(
          finding.severity().id().toUpperCase(Locale.ROOT)
              + " "
              + finding.kind().id()
              + ": "
              + finding.sentence());
      if (finding.kind() == FindingKind.LABEL_SUSPECT) {
        suspects(report.suspects(), lines);
      } else if (finding.kind() != FindingKind.SHORTCUT) {
        ids(finding, lines);
      }
      lines.add("  -> " + finding.remedy());
    }
    lines.add("");
    lines.add(
        "copies confirmed by "
            + report.compared()
            + "; turned ones and most that were cropped are missed");
    return lines;
  }

  private static void leak(LeakFinding leak, List<String> lines) {
    if (leak.leaks()) {
      lines.add("LEAK: " + leak.sentence());
    }
  }

  private static void ids(Finding finding, List<String> lines) {
    List<List<String>> groups = finding.groups();
    boolean single = groups.stream().allMatch(group -> group.size() == 1);
    if (single) {
      if (!groups.isEmpty()) {
        lines.add("  " + cut(groups.stream().map(group -> group.get(0)).toList(), GROUPS, ", "));
      }
      return;
    }
    boolean copies = !ONLY_ALIKE.contains(finding.kind());
    String between = copies ? " = " : " ~ ";
    for (List<String> group : groups.subList(0, Math.min(GROUPS, groups.size()))) {
      lines.add("  " + cut(group, IN_A_GROUP, between));
    }
    more(groups.size() - GROUPS, lines);
  }

  private static void suspects(List<LabelSuspect> suspects, List<String> lines) {
    for (LabelSuspect suspect : suspects.subList(0, Math.min(GROUPS, suspects.size()))) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %s: labelled %s (%.2f), looks like %s (%.2f)",
              suspect.id(),
              suspect.label(),
              suspect.labelProbability(),
              suspect.suggested(),
              suspect.suggestedProbability()));
    }
    more(suspects.size() - GROUPS, lines);
  }

  private static void more(int left, List<String> lines) {
    if (left > 0) {
      lines.add("  and " + left + " more");
    }
  }

  private static String cut(List<String> ids, int most, String between) {
    String head = String.join(between, ids.subList(0, Math.min(most, ids.size())));
    return ids.size() <= most ? head : head + " and " + (ids.size() - most) + " more";
  }
}
