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
import java.util.Optional;
import org.graft4j.eval.SliceTable;
import org.graft4j.eval.doctor.DoctorReport;
import org.graft4j.eval.doctor.LeakFinding;
import org.graft4j.runtime.AtomicFile;
import org.jspecify.annotations.Nullable;

/**
 * What one or more runs on the same data found out, for a reader who was not there. Immutable.
 *
 * <p>The HTML page is one file without scripts that loads nothing; the JSON holds every number that
 * the page shows, or what it is computed from; the Markdown is the page without its pictures. A
 * part that was not given, or that there is nothing to say of, is left out.
 */
public final class RunReport {
  private final Builder parts;

  /** Computed once, when it is first asked for: some of it takes long. */
  private volatile @Nullable List<Shown> shown;

  private RunReport(Builder parts) {
    this.parts = parts;
  }

  /**
   * A report on one run.
   *
   * @param title heads the page
   */
  public static Builder of(String title, RunResult run) {
    return of(title, List.of(run), run.name());
  }

  /**
   * A report on several runs.
   *
   * @param runs at least one, with different names, in the order to be shown
   * @param featured name of the run whose model is kept: all that is about one run is about it
   */
  public static Builder of(String title, List<RunResult> runs, String featured) {
    List<String> names = runs.stream().map(RunResult::name).toList();
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException("names of runs must differ, but were " + names);
    }
    if (!names.contains(featured)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "featured must be one of the runs %s, but was '%s'", names, featured));
    }
    return new Builder(title, List.copyOf(runs), featured);
  }

  /** Takes the optional parts of a report; confined to one thread. */
  public static final class Builder {
    private final String title;
    private final List<RunResult> runs;
    private final String featured;
    private Map<String, String> settings = Map.of();
    private List<SamplePicture> samples = List.of();
    private List<SliceTable> slices = List.of();
    private Optional<LeakFinding> leak = Optional.empty();
    private Optional<String> unchecked = Optional.empty();
    private Optional<DoctorReport> doctor = Optional.empty();
    private Optional<FoldScores> folds = Optional.empty();
    private ModelCard card = ModelCard.UNSTATED;

    private Builder(String title, List<RunResult> runs, String featured) {
      this.title = title;
      this.runs = runs;
      this.featured = featured;
    }

    private Builder(Builder other) {
      this(other.title, other.runs, other.featured);
      settings = other.settings;
      samples = other.samples;
      slices = other.slices;
      leak = other.leak;
      unchecked = other.unchecked;
      doctor = other.doctor;
      folds = other.folds;
      card = other.card;
    }

    /** How the runs came about, as named plain values in the order to be shown. */
    public Builder settings(Map<String, String> facts) {
      settings = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
      return this;
    }

    /**
     * Predictions of the featured run to show as pictures; the page tells right and wrong ones
     * apart and orders them by their loss.
     */
    public Builder samples(List<SamplePicture> pictures) {
      samples = List.copyOf(pictures);
      int classes = run().report().confusion().labels().size();
      for (SamplePicture sample : samples) {
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
      return this;
    }

    /** The featured run's accuracy by parts of the samples, one table for each division. */
    public Builder slices(List<SliceTable> tables) {
      slices = List.copyOf(tables);
      return this;
    }

    /**
     * What the measured part shares with the training part: if anything, the headline is an alarm.
     */
    public Builder leak(LeakFinding finding) {
      leak = Optional.of(finding);
      return this;
    }

    /**
     * Why nobody looked for pictures that leak, in a few words that end a sentence; without effect
     * if somebody did.
     */
    public Builder leakNotChecked(String reason) {
      unchecked = Optional.of(reason);
      return this;
    }

    /**
     * What the doctor found in the data. Its leak is the headline's too, unless {@link #leak} is
     * given, before or after: that is then shown there, and the doctor's among the data.
     */
    public Builder doctor(DoctorReport report) {
      doctor = Optional.of(report);
      return this;
    }

    /** How the way of training did on several divisions of the data. */
    public Builder folds(FoldScores scores) {
      folds = Optional.of(scores);
      return this;
    }

    /** What its maker says of the model. */
    public Builder card(ModelCard stated) {
      card = stated;
      return this;
    }

    /** The report. */
    public RunReport build() {
      return new RunReport(new Builder(this));
    }

    private Optional<LeakFinding> headlineLeak() {
      return leak.or(() -> doctor.map(DoctorReport::leak));
    }

    private RunResult run() {
      return runs.stream().filter(run -> run.name().equals(featured)).findFirst().orElseThrow();
    }
  }

  /** What heads the page. */
  public String title() {
    return parts.title;
  }

  /** All runs, in the order of the page. */
  public List<RunResult> runs() {
    return parts.runs;
  }

  /** The predictions that are shown as pictures. */
  public List<SamplePicture> samples() {
    return parts.samples;
  }

  /** The run whose model is kept. */
  public RunResult featuredRun() {
    return parts.run();
  }

  /** The parts in the order of the page; those without content have no blocks. */
  List<Section> sections() {
    RunResult run = featuredRun();
    return List.of(
        new HeadlineSection(
            parts.title, run, parts.runs.size() > 1, parts.headlineLeak(), parts.unchecked),
        new MetricsSection(run),
        new RunsSection(parts.runs, parts.featured),
        new CrossValidationSection(parts.folds),
        new CurvesSection(parts.runs),
        new ConfusionSection(run),
        new ClassesSection(run.report()),
        new RankingSection(run.report().table()),
        new CalibrationSection(run.report()),
        new SlicesSection(parts.slices),
        new LossesSection(parts.samples, run.report().confusion().labels()),
        new DataSection(parts.doctor),
        new ModelCardSection(parts.card, parts.settings, run.report()),
        new ProvenanceSection(parts.settings));
  }

  /** A part and what it shows. */
  record Shown(Section section, List<Block> blocks) {}

  /** The parts with content. */
  List<Shown> shown() {
    List<Shown> known = shown;
    if (known == null) {
      known =
          sections().stream()
              .map(section -> new Shown(section, section.blocks()))
              .filter(part -> !part.blocks().isEmpty())
              .toList();
      shown = known;
    }
    return known;
  }

  /** The page: HTML 5 in UTF-8, self-contained, for light and dark screens of any width. */
  public String toHtml() {
    return HtmlPage.of(this);
  }

  /** One JSON object with a {@code schemaVersion}; pictures are named, not included. */
  public String toJson() {
    return RunReportJson.write(this);
  }

  /** The page without its pictures, as Markdown with tables. */
  public String toMarkdown() {
    StringBuilder markdown = new StringBuilder();
    shown().forEach(part -> markdown.append(part.section().markdown(part.blocks())));
    return markdown.append("Made by Graft4J. The numbers are in report.json.\n").toString();
  }

  /**
   * Writes {@code report.html}, {@code report.json} and {@code report.md} into a directory, which
   * is made if need be. Each file is there whole or not at all; files of these names are replaced.
   *
   * @return the page
   * @throws IOException if the directory or a file cannot be written
   */
  public Path write(Path directory) throws IOException {
    byte[] json = toJson().getBytes(StandardCharsets.UTF_8);
    byte[] markdown = toMarkdown().getBytes(StandardCharsets.UTF_8);
    byte[] html = toHtml().getBytes(StandardCharsets.UTF_8);
    Files.createDirectories(directory);
    AtomicFile.replace(directory.resolve("report.json"), out -> out.write(json));
    AtomicFile.replace(directory.resolve("report.md"), out -> out.write(markdown));
    Path page = directory.resolve("report.html");
    AtomicFile.replace(page, out -> out.write(html));
    return page;
  }
}
