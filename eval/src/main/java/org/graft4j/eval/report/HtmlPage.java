package org.graft4j.eval.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The whole page. Its content security policy forbids scripts and any load from elsewhere. */
final class HtmlPage {
  private HtmlPage() {}

  static String of(RunReport report) {
    StringBuilder html = new StringBuilder(head(report.title()));
    report.shown().forEach(shown -> html.append(shown.section().html(shown.blocks())));
    return html.append(
            "<footer>Made by Graft4J. The numbers of this page are in report.json.</footer>\n</main></body></html>\n")
        .toString();
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
        Html.unmarked(title), style());
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
