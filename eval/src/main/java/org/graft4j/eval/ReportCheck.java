package org.graft4j.eval;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Whether a report's numbers are those that its counts and states give. */
final class ReportCheck {
  /** What another program's rounding may change. */
  private static final double TOLERANCE = 1e-9;

  private static final Comparator<JsonNode> ALIKE =
      (a, b) ->
          a.isNumber()
                  && b.isNumber()
                  && Math.abs(a.doubleValue() - b.doubleValue())
                      <= TOLERANCE * Math.max(1, Math.abs(a.doubleValue()))
              ? 0
              : a.equals(b) ? 0 : 1;

  private ReportCheck() {}

  /**
   * Compares a report as it was read with what is written of its counts and states.
   *
   * @throws MalformedReportException if they differ in a key or a value, but for the predictions
   */
  static void derived(JsonNode read, JsonNode computed) throws MalformedReportException {
    Set<String> known = new HashSet<>();
    computed.fieldNames().forEachRemaining(known::add);
    Set<String> also = new HashSet<>(known);
    also.add("predictions");
    ReportJson.requireKnown(read, also);
    for (String key : new TreeSet<>(known)) {
      JsonNode was = read.path(key);
      if (!computed.get(key).equals(ALIKE, was)) {
        throw new MalformedReportException(
            String.format(
                Locale.ROOT,
                "the report contradicts itself: %s is %s, but its counts give %s",
                key,
                shown(was),
                shown(computed.get(key))));
      }
    }
  }

  private static String shown(JsonNode node) {
    String text = node.isMissingNode() ? "missing" : node.toString();
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }
}
