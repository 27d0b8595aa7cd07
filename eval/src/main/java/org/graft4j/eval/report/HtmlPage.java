package org.graft4j.eval.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.Interval;

/** The whole page. Its content security policy forbids scripts and any load from elsewhere. */
final class HtmlPage {
  private HtmlPage() {}

  static String of(RunReport report) {
    RunResult run = report.featuredRun();
    return head(report.title())
        + headline(report, run)
        + LearningCurves.section(report.runs())
        + confusion(run)
        + ClassTables.perClass(run.report())
        + SampleGallery.section(report.samples(), run.report().confusion().labels())
        + provenance(report.settings())
        + "<footer>Made by Graft4J. The numbers of this page are in report.json.</footer>\n</main></body></html>\n";
  }

  private static String head(String title) {
    return Html.format(
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s</title>
        <style>
        %s</style></head><body><main>
        """,
        Html.escape(title), style());
  }

  private static String headline(RunReport report, RunResult run) {
    ClassificationReport numbers = run.report();
    Interval interval = numbers.accuracyInterval();
    String which = report.runs().size() == 1 ? "" : Html.escape(run.name()) + ": ";
    return Html.format(
        """
        <header><h1>%s</h1>
        <p class="hero"><b>%s</b> <span>accuracy, 95&#8239;%% interval %s to %s</span></p>
        <p>%s%d of %d samples of the %s split right. The interval is Wilson&#8217;s and takes the samples as independent.%s</p></header>
        <section><h2>Runs</h2>
        %s</section>
        """,
        Html.escape(report.title()),
        Html.percent(numbers.accuracy()),
        Html.percent(interval.low()),
        Html.percent(interval.high()),
        which,
        numbers.confusion().correct(),
        numbers.n(),
        Html.escape(numbers.split()),
        views(numbers),
        RunTable.html(report.runs()));
  }

  /** Nothing for pictures as they are. */
  private static String views(ClassificationReport report) {
    return report.views().equals(ClassificationReport.PLAIN)
        ? ""
        : " Each prediction is the mean over views of a picture: <bdi>"
            + Html.escape(report.views())
            + "</bdi>.";
  }

  private static String confusion(RunResult run) {
    return Html.format(
        "<section><h2>Confusion matrix</h2>\n<p class=\"note\">Counts of <bdi>%s</bdi>; the colour is the share of the true class: blue right, orange wrong.</p>\n%s%s</section>\n",
        Html.escape(run.name()),
        ConfusionHeatMap.html(run.report().confusion()),
        ClassTables.mostConfused(run.report().confusion()));
  }

  private static String provenance(Map<String, String> settings) {
    if (settings.isEmpty()) {
      return "";
    }
    StringBuilder html =
        new StringBuilder(
            "<section><h2>Provenance</h2>\n<div class=\"scroll\"><table class=\"facts\"><tbody>");
    settings.forEach(
        (name, value) ->
            html.append(
                Html.format(
                    "<tr><th><bdi>%s</bdi><td><bdi>%s</bdi></tr>",
                    Html.escape(name), Html.escape(value))));
    return html.append("</tbody></table></div></section>\n").toString();
  }

  private static String style() {
    try (InputStream css =
        Objects.requireNonNull(HtmlPage.class.getResourceAsStream("report.css"), "report.css")) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
