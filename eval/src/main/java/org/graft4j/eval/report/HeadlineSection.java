package org.graft4j.eval.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.MetricValue;
import org.graft4j.eval.doctor.LeakFinding;

/**
 * The one number that everybody looks at first, with its interval, and whether it can be trusted.
 *
 * @param several whether there are other runs, so that this one is to be named
 * @param leak empty if nobody looked for one: the page says so
 * @param unchecked why nobody did; empty if that is not known
 */
record HeadlineSection(
    String title,
    RunResult run,
    boolean several,
    Optional<LeakFinding> leak,
    Optional<String> unchecked)
    implements Section {

  /** Pictures that are in training too make the number one of memory. */
  private boolean leaks() {
    return leak.isPresent() && leak.get().leaks();
  }

  /**
   * The accuracy as the report's metrics have it: their interval heeds groups, if there are any.
   */
  private MetricValue accuracy() {
    return run.report().metrics().stream()
        .filter(metric -> metric.name().equals("accuracy"))
        .findFirst()
        .orElseThrow();
  }

  /** Nothing where there is none. */
  private String interval() {
    return accuracy()
        .interval()
        .map(
            interval ->
                Html.format(
                    ", %.0f\u202f%% interval %s to %s",
                    interval.confidence() * 100,
                    Html.percent(interval.low()),
                    Html.percent(interval.high())))
        .orElse("");
  }

  @Override
  public List<Block> blocks() {
    ClassificationReport report = run.report();
    Words words = several ? Words.named(run.name()).text(": ") : Words.of("");
    words.text(
        Html.format(
            "%d of %d samples of the %s split right.",
            report.confusion().correct(), report.n(), report.split()));
    String made = accuracy().note();
    if (made.startsWith("Wilson")) {
      words.text(" The interval is Wilson’s and takes the samples as independent.");
    } else if (!made.isEmpty()) {
      words.text(" Interval: ").name(made).text(".");
    }
    if (!report.views().equals(ClassificationReport.PLAIN)) {
      words.text(" Each prediction is the mean over views of a picture: ");
      words.name(report.views()).text(".");
    }
    List<Block> blocks = new ArrayList<>();
    if (leaks()) {
      blocks.add(
          Block.alarm(
              Words.of("")
                  .strong("Leak across splits: this number is not to be trusted.")
                  .text(" " + leak.orElseThrow().sentence() + ".")));
    }
    if (leak.isEmpty()) {
      words.text(
          " Whether pictures of it are in the training part was not looked at"
              + unchecked.map(reason -> ": " + reason).orElse("")
              + ".");
    } else if (!leaks()) {
      words.text(" Leak check: " + leak.get().sentence() + ".");
    }
    blocks.add(Block.paragraph(words));
    return blocks;
  }

  @Override
  public String html(List<Block> blocks) {
    StringBuilder html = new StringBuilder();
    html.append(
        Html.format(
            "<header><h1>%s</h1>\n<p class=\"hero%s\"><b>%s</b> <span>accuracy%s</span></p>\n",
            Html.escape(title),
            leaks() ? " leak" : "",
            Html.percent(run.report().accuracy()),
            interval()));
    blocks.forEach(block -> html.append(block.html()));
    return html.append("</header>\n").toString();
  }

  @Override
  public String markdown(List<Block> blocks) {
    StringBuilder markdown = new StringBuilder("# " + Markdown.escape(title) + "\n\n");
    markdown.append(
        Html.format("**%s** accuracy%s\n", Html.percent(run.report().accuracy()), interval()));
    blocks.forEach(block -> markdown.append('\n').append(block.markdown()));
    return markdown.append('\n').toString();
  }

  @Override
  public void putInto(ObjectNode root) {
    root.put("title", title);
    root.put("featured", run.name());
    if (leak.isEmpty()) {
      root.putNull("leak");
      return;
    }
    root.set("leak", RunReportJson.tree(leak.get().toJson()));
  }
}
