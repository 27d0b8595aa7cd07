package org.graft4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.graft4j.bundle.StoredWeights;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.Interval;
import org.graft4j.eval.uncertainty.PairedComparison;
import org.graft4j.transfer.compress.NetworkSize;

/**
 * A compression for a person and for a machine.
 *
 * @param steps what was done
 * @param accuracy on the same pictures; empty without any
 */
record CompressOutcome(
    List<String> steps,
    Path out,
    StoredWeights form,
    Side before,
    Side after,
    Latency latency,
    Optional<Accuracy> accuracy) {
  private static final int VERSION = 1;
  private static final String ROW = "%-15s  %14s  %14s  %s";

  /** One of the models. */
  record Side(long bytes, NetworkSize size, double milliseconds) {}

  /** Both models on the same pictures. */
  record Accuracy(
      String part,
      ClassificationReport before,
      ClassificationReport after,
      PairedComparison compared) {

    /** The difference of the accuracies, after less before. */
    PairedComparison.Difference difference() {
      return compared.differences().get(0);
    }

    /** Say {@code 0.855 before, 0.850 after, on 200 test pictures: -0.005 [-0.030, 0.020]}. */
    String text() {
      Interval interval = difference().interval().orElseThrow();
      return line(
          "%.3f before, %.3f after, on %s %s: %+.3f [%+.3f, %+.3f], %s",
          before.accuracy(),
          after.accuracy(),
          Long.toString(after.n()),
          (part.equals("all") ? "" : part + " ") + (after.n() == 1 ? "picture" : "pictures"),
          difference().value(),
          interval.low(),
          interval.high(),
          PValue.text(difference().p()));
    }
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(String.join("; ", steps));
    lines.add("");
    lines.add(line(ROW, "", "before", "after", ""));
    lines.add(
        row(
            "file",
            new ByteSize(before.bytes()).toString(),
            new ByteSize(after.bytes()).toString(),
            change((double) before.bytes(), (double) after.bytes())));
    NetworkSize was = before.size();
    NetworkSize is = after.size();
    lines.add(counted("parameters", was.parameters(), is.parameters()));
    lines.add(row("zero weights", share(was), share(is), ""));
    lines.add(counted("multiply-adds", was.multiplyAdds(), is.multiplyAdds()));
    lines.add(
        row(
            "one picture",
            line("%.2f ms", before.milliseconds()),
            line("%.2f ms", after.milliseconds()),
            change(before.milliseconds(), after.milliseconds())));
    accuracy.ifPresent(
        a ->
            lines.add(
                row(
                    "accuracy",
                    line("%.3f", a.before().accuracy()),
                    line("%.3f", a.after().accuracy()),
                    "")));
    lines.add("");
    accuracy.ifPresent(a -> lines.add("accuracy " + a.text()));
    lines.add(
        line(
            "one picture: median of %d, prepared, warm, turn by turn, on %s",
            latency.runs(), latency.machine()));
    if (was.multiplyAdds() == is.multiplyAdds()) {
      lines.add(
          "the same multiply-adds: zeros and whole steps save room, not time; a difference in time"
              + " is the machine's");
    }
    if (form != StoredWeights.FLOAT32) {
      lines.add(
          "opens in Graft4J alone; 'graft4j compress "
              + out
              + " --out FLOAT' makes a model that DL4J opens");
    }
    return lines;
  }

  private static String counted(String name, long before, long after) {
    return row(
        name,
        line("%,d", before),
        line("%,d", after),
        before == after ? "" : change((double) before, (double) after));
  }

  private static String share(NetworkSize size) {
    return line("%.1f %%", size.weights() == 0 ? 0.0 : 100.0 * size.zeros() / size.weights());
  }

  private static String change(double before, double after) {
    return line("%+.1f %%", 100 * (after / before - 1));
  }

  private static String row(String name, String before, String after, String change) {
    return line(ROW, name, before, after, change);
  }

  ObjectNode json() {
    ObjectNode node = JsonResult.of(VERSION);
    steps.forEach(node.putArray("steps")::add);
    node.put("model", out.toString());
    node.put("form", form.id());
    put(node.putObject("before"), before);
    put(node.putObject("after"), after);
    ObjectNode timing = node.putObject("latency");
    timing.put("beforeMs", latency.before()).put("afterMs", latency.after());
    timing.put("runs", latency.runs()).put("processor", latency.machine());
    if (accuracy.isEmpty()) {
      node.putNull("accuracy");
      return node;
    }
    Accuracy measured = accuracy.get();
    ObjectNode values = node.putObject("accuracy");
    values.put("part", measured.part()).put("n", measured.after().n());
    values.put("before", measured.before().accuracy());
    values.put("after", measured.after().accuracy());
    values.put("onlyBefore", measured.compared().onlySecond());
    values.put("onlyAfter", measured.compared().onlyFirst());
    ArrayNode differences = values.putArray("differences");
    for (PairedComparison.Difference difference : measured.compared().differences()) {
      ObjectNode entry = differences.addObject();
      entry.put("name", difference.name()).put("value", difference.value());
      difference
          .interval()
          .ifPresentOrElse(
              interval -> EvaluationJson.put(entry.putArray("interval"), interval),
              () -> entry.putNull("interval"));
      entry.put("p", difference.p()).put("note", difference.note());
    }
    return node;
  }

  private static void put(ObjectNode node, Side side) {
    node.put("bytes", side.bytes());
    node.put("parameters", side.size().parameters());
    node.put("weights", side.size().weights());
    node.put("zeros", side.size().zeros());
    node.put("multiplyAdds", side.size().multiplyAdds());
  }

  private static String line(String form, Object... values) {
    return String.format(Locale.ROOT, form, values).stripTrailing();
  }
}
