package org.graft4j.eval.doctor;

import java.util.Comparator;
import java.util.List;
import org.graft4j.data.LabelMap;

/**
 * What the doctor found in a data set, worst first. Immutable.
 *
 * @param labels the classes
 * @param train pictures of each class in the training part, in the order of the classes
 * @param validation the same of the validation part; zeros where there is none
 * @param test the same of the test part; zeros where there is none
 * @param division where the parts come from, say {@code given by the folder}
 * @param unreadable how many of them cannot be decoded
 * @param skipped files that the scan left out
 * @param leak what the measured part, test or else validation, shares with the training part
 * @param suspects pictures that may have the wrong label, the likeliest first; empty where there
 *     were no predictions
 * @param compared how near copies were confirmed, in a few words
 * @param findings sorted by severity, then kind
 */
public record DoctorReport(
    LabelMap labels,
    List<Integer> train,
    List<Integer> validation,
    List<Integer> test,
    String division,
    int unreadable,
    int skipped,
    LeakFinding leak,
    List<LabelSuspect> suspects,
    String compared,
    List<Finding> findings) {

  public DoctorReport {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
    suspects = List.copyOf(suspects);
    findings =
        findings.stream()
            .sorted(Comparator.comparing(Finding::severity).thenComparing(Finding::kind))
            .toList();
  }

  /** Pictures in all parts. */
  public int pictures() {
    return sum(train) + sum(validation) + sum(test);
  }

  /** Findings of a severity. */
  public int count(Severity severity) {
    return (int) findings.stream().filter(f -> f.severity() == severity).count();
  }

  /** One line: what to think of the data set. */
  public String verdict() {
    int errors = count(Severity.ERROR);
    int warnings = count(Severity.WARNING);
    int notes = count(Severity.NOTE);
    String word = errors > 0 ? "not fit to measure on" : warnings > 0 ? "look at it" : "healthy";
    return word
        + ": "
        + number(errors, "error")
        + ", "
        + number(warnings, "warning")
        + ", "
        + number(notes, "note")
        + " in "
        + number(pictures(), "picture")
        + " of "
        + labels.size()
        + " classes (train "
        + sum(train)
        + ", validation "
        + sum(validation)
        + ", test "
        + sum(test)
        + "; "
        + division
        + ")";
  }

  /** One JSON object, schemaVersion 1, with all ids. */
  public String toJson() {
    return DoctorJson.of(this).toString();
  }

  private static String number(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static int sum(List<Integer> counts) {
    return counts.stream().mapToInt(Integer::intValue).sum();
  }
}
