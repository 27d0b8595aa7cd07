package org.graft4j.eval.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.graft4j.runtime.AtomicFile;

/**
 * What one or more runs on the same data found out, for a reader who was not there. Immutable.
 *
 * <p>The HTML page is one file without scripts that loads nothing; the JSON holds every number that
 * the page shows, and the counts that they come from.
 *
 * @param title heads the page
 * @param featured name of the run whose model is kept: its confusion matrix, classes and samples
 *     are shown
 * @param runs at least one, with different names, in the order to be shown
 * @param settings how the runs came about, as named plain values in the order to be shown
 * @param samples predictions of the featured run to show as pictures; right and wrong ones are told
 *     apart by the page; may be empty
 */
public record RunReport(
    String title,
    String featured,
    List<RunResult> runs,
    Map<String, String> settings,
    List<SamplePicture> samples) {

  public RunReport {
    runs = List.copyOf(runs);
    samples = List.copyOf(samples);
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    List<String> names = runs.stream().map(RunResult::name).toList();
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException("names of runs must differ, but were " + names);
    }
    if (!names.contains(featured)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "featured must be one of the runs %s, but was '%s'", names, featured));
    }
    for (SamplePicture sample : samples) {
      int classes = featured(runs, featured).report().confusion().labels().size();
      if (sample.prediction().label() >= classes || sample.prediction().predicted() >= classes) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "classes of sample '%s' must be below %d, as those of run '%s'",
                sample.prediction().id(),
                classes,
                featured));
      }
    }
  }

  /** A report on one run. */
  public static RunReport of(
      String title, RunResult run, Map<String, String> settings, List<SamplePicture> samples) {
    return new RunReport(title, run.name(), List.of(run), settings, samples);
  }

  /** The run whose model is kept. */
  public RunResult featuredRun() {
    return featured(runs, featured);
  }

  private static RunResult featured(List<RunResult> runs, String name) {
    return runs.stream().filter(run -> run.name().equals(name)).findFirst().orElseThrow();
  }

  /** The page: HTML 5 in UTF-8, self-contained, for light and dark screens of any width. */
  public String toHtml() {
    return HtmlPage.of(this);
  }

  /** One JSON object with a {@code schemaVersion}; pictures are named, not included. */
  public String toJson() {
    return RunReportJson.write(this);
  }

  /**
   * Writes {@code report.html} and {@code report.json} into a directory, which is made if need be.
   * Each file is there whole or not at all; files of these names are replaced.
   *
   * @return the page
   * @throws IOException if the directory or a file cannot be written
   */
  public Path write(Path directory) throws IOException {
    byte[] json = toJson().getBytes(StandardCharsets.UTF_8);
    byte[] html = toHtml().getBytes(StandardCharsets.UTF_8);
    Files.createDirectories(directory);
    AtomicFile.replace(directory.resolve("report.json"), out -> out.write(json));
    Path page = directory.resolve("report.html");
    AtomicFile.replace(page, out -> out.write(html));
    return page;
  }
}
