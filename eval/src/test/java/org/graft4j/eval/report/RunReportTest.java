package org.graft4j.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.graft4j.data.LabelMap;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.ClassificationState;
import org.graft4j.eval.Predicted;
import org.graft4j.eval.Prediction;
import org.graft4j.eval.doctor.DoctorReport;
import org.graft4j.eval.doctor.LeakFinding;
import org.graft4j.train.EpochRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunReportTest {
  private static final Pattern SVG = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL);

  /** All drawings are well-formed XML whatever the numbers of classes, runs and epochs. */
  @ParameterizedTest
  @CsvSource({"200,3,3,12", "1,1,1,1", "40,2,1,0", "900,100,9,60", "400,151,1,2"})
  void html_anySize_hasWellFormedDrawings(int n, int classes, int runs, int epochs)
      throws Exception {
    String html = Reports.report(n, classes, runs, epochs).toHtml();
    List<String> drawings = SVG.matcher(html).results().map(MatchResult::group).toList();
    assertThat(drawings).hasSizeGreaterThanOrEqualTo(3 + runs);
    for (String drawing : drawings) {
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(drawing.getBytes(StandardCharsets.UTF_8)));
    }
    assertThat(html).doesNotContain("NaN").doesNotContain("Infinity");
  }

  /** Class names, file names and settings come from anyone. */
  @Test
  void html_foreignText_isEscaped() {
    String html = Reports.report(120, 3, 2, 3).toHtml();
    assertThat(html)
        .doesNotContain("<b>class")
        .doesNotContain("run <0>")
        .doesNotContain("<friends>")
        .doesNotContain("<x>")
        .contains("&lt;b&gt;class &amp; &quot;2&quot;&lt;/b&gt;")
        .contains("Flowers &amp; &lt;friends&gt;");
  }

  @Test
  void html_anyReport_loadsNothingAndRunsNothing() {
    String html = Reports.report(120, 3, 2, 3).toHtml();
    assertThat(html).contains("default-src 'none'").doesNotContain("<script");
    assertThat(Pattern.compile("(src|href)=\"(?!data:)").matcher(html).find()).isFalse();
    assertThat(html).doesNotContain("url(").doesNotContain("@import");
  }

  @Test
  void html_thumbnails_arePicturesOfBoundedSize() throws IOException {
    String html = Reports.report(120, 3, 1, 1).toHtml();
    List<String> images =
        Pattern.compile("src=\"data:image/jpeg;base64,([^\"]+)\"")
            .matcher(html)
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(images).hasSize(8 + 3);
    for (String image : images) {
      var decoded = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(image)));
      assertThat(Math.max(decoded.getWidth(), decoded.getHeight())).isIn(64, 224);
    }
  }

  @Test
  void html_runsWithoutEpochs_haveNoSuchColumn() {
    assertThat(Reports.report(40, 2, 1, 0).toMarkdown()).contains("| Samples | Seconds |");
    assertThat(Reports.report(40, 2, 2, 3).toMarkdown()).contains("| Samples | Epochs | Seconds |");
  }

  /** In binary, a hundred times 0.5075 is less than 50.75. */
  @Test
  void percent_half_isRoundedUpAsTheShareIs() {
    assertThat(Html.percent(0.5075)).isEqualTo("50.8\u202f%");
    assertThat(Html.format("%.3f", 0.5075)).isEqualTo("0.508");
    assertThat(Html.percent(0.99949)).isEqualTo("99.9\u202f%");
    assertThat(Html.percent(1)).isEqualTo("100.0\u202f%");
  }

  @Test
  void metrics_withoutInterval_haveADashAndNotesThatWrapOnNarrowScreens() {
    RunResult run = new RunResult("run", 1, Predicted.report(40, 2, 0), List.of());
    MetricsSection section = new MetricsSection(run);
    String html = section.html(section.blocks());
    assertThat(html)
        .contains("class=\"scroll noted\"", "<td>–</td><td>over the classes with samples</td>");
  }

  @Test
  void html_otherLocale_isTheSame() {
    RunReport report = Reports.report(120, 3, 2, 3);
    String expected = report.toHtml();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(report.toHtml()).isEqualTo(expected);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void html_undefinedPrecision_isShownAsUndefined() {
    RunReport report = Reports.report(1, 3, 1, 1);
    assertThat(report.toHtml()).contains("<span title=\"undefined\">");
  }

  /** Every number of the page comes from the JSON: the report in it reads back equal. */
  @Test
  void json_everyRun_readsBackAndTheFeaturedOneWithItsPredictions() throws IOException {
    RunReport report = Reports.report(150, 4, 2, 5);
    JsonNode json = new ObjectMapper().readTree(report.toJson());
    assertThat(json.get("schemaVersion").intValue()).isEqualTo(1);
    for (int i = 0; i < 2; i++) {
      JsonNode run = json.get("runs").get(i);
      assertThat(ClassificationReport.fromJson(run.get("report").toString()))
          .as("probabilities of the featured run alone")
          .isEqualTo(
              i == 1
                  ? report.runs().get(i).report()
                  : ClassificationReport.fromJson(report.runs().get(i).report().toJson()));
      assertThat(run.get("history")).hasSize(5);
      assertThat(run.get("history").get(4).get("validationAccuracy").doubleValue())
          .isEqualTo(report.runs().get(i).history().get(4).validationAccuracy());
    }
    assertThat(json.get("samples")).hasSize(report.samples().size());
    assertThat(json.get("settings").get("backbone").textValue()).isEqualTo("resnet18 <x> & \"y\"");
  }

  @Test
  void json_historyOfTwoStages_numbersTheEpochsThrough() throws IOException {
    List<EpochRecord> history =
        List.of(
            new EpochRecord("head", 1, 2.0, null, null, 0.1, 1.5),
            new EpochRecord("all", 1, 1.0, 0.9, 0.5, 0.01, 1.5));
    RunResult run = new RunResult("a", 1, Predicted.report(9, 2, 1), history);
    RunReport report = RunReport.of("t", run).build();
    assertThat(new ObjectMapper().readTree(report.toJson()).get("runs").get(0).get("history"))
        .hasToString(
            "[{\"epoch\":1,\"stage\":\"head\",\"trainLoss\":2.0,\"validationLoss\":null,"
                + "\"validationAccuracy\":null,\"learningRate\":0.1},"
                + "{\"epoch\":2,\"stage\":\"all\",\"trainLoss\":1.0,\"validationLoss\":0.9,"
                + "\"validationAccuracy\":0.5,\"learningRate\":0.01}]");
    assertThat(report.toHtml())
        .contains("a, training loss, epoch 2: 1.000")
        .contains("a, validation loss, epoch 2: 0.9000")
        .doesNotContain("a, validation loss, epoch 1");
  }

  /** A page that shows a curve must have its numbers in the JSON, and the other way round. */
  @Test
  void json_historyWithATermOfTheObjective_hasWhatTheCurveShows() throws IOException {
    EpochRecord epoch = new EpochRecord("all", 1, 1.0, 0.9, 0.5, 0.01, 1.5, Map.of("l2-sp", 0.125));
    RunResult run = new RunResult("a", 1, Predicted.report(9, 2, 1), List.of(epoch));
    RunReport report = RunReport.of("t", run).build();

    JsonNode history =
        new ObjectMapper().readTree(report.toJson()).get("runs").get(0).get("history");
    assertThat(history.get(0).get("terms")).hasToString("{\"l2-sp\":0.125}");
    assertThat(report.toHtml())
        .contains("Part of the objective: l2-sp")
        .contains("means over an epoch, times their weights")
        .contains("a, l2-sp, epoch 1: 0.1250");
  }

  @Test
  void run_termThatIsNotFinite_isRefused() {
    EpochRecord epoch =
        new EpochRecord("head", 1, 2.0, null, null, 0.1, 1.5, Map.of("delta", Double.NaN));
    assertThatThrownBy(() -> new RunResult("a", 1, Predicted.report(9, 2, 1), List.of(epoch)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("delta must be finite, but was NaN");
  }

  @Test
  void run_lossThatIsNotFinite_isRefused() {
    EpochRecord epoch = new EpochRecord("head", 1, 2.0, Double.NaN, null, 0.1, 1.5);
    assertThatThrownBy(() -> new RunResult("a", 1, Predicted.report(9, 2, 1), List.of(epoch)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("validationLoss must be finite, but was NaN");
  }

  @Test
  void write_newDirectory_holdsTheThreeFilesAndNoOther(@TempDir Path directory) throws IOException {
    Path target = directory.resolve("a/b");
    RunReport report = Reports.report(30, 3, 1, 2);
    report.write(target);
    Path page = report.write(target);
    assertThat(page).hasContent(report.toHtml());
    try (Stream<Path> files = Files.list(target)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("report.html", "report.json", "report.md");
    }
  }

  /** A failed move leaves what was there, and no temporary file. */
  @Test
  void write_targetIsADirectory_failsAndLeavesNothing(@TempDir Path directory) throws IOException {
    Files.createDirectories(directory.resolve("report.html/full"));
    RunReport report = Reports.report(30, 3, 1, 2);
    assertThatThrownBy(() -> report.write(directory)).isInstanceOf(IOException.class);
    assertThat(directory.resolve("report.html/full")).isDirectory();
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("report.html", "report.json", "report.md");
    }
  }

  @Test
  void report_unknownFeaturedRun_isRefused() {
    RunResult run = new RunResult("a", 1, Predicted.report(9, 2, 1), List.of());
    assertThatThrownBy(() -> RunReport.of("t", List.of(run), "b"))
        .hasMessage("featured must be one of the runs [a], but was 'b'");
  }

  @Test
  void report_runsOfOneName_areRefused() {
    RunResult run = new RunResult("a", 1, Predicted.report(9, 2, 1), List.of());
    assertThatThrownBy(() -> RunReport.of("t", List.of(run, run), "a"))
        .hasMessageContaining("names of runs must differ");
  }

  @Test
  void report_sampleOfAnotherTask_isRefused() {
    RunResult run = new RunResult("a", 1, Predicted.report(9, 2, 1), List.of());
    SamplePicture sample =
        new SamplePicture(new Prediction("x.jpg", 2, 2, 1, 1), Reports.picture(4, 4, 0));
    assertThatThrownBy(() -> RunReport.of("t", run).samples(List.of(sample)))
        .hasMessageContaining("classes of sample 'x.jpg' must be below 2");
  }

  /** A picture of a camera takes 70 MB, and a report holds many. */
  @Test
  void sample_bigPicture_keepsWhatThePageShows() {
    SamplePicture sample =
        new SamplePicture(
            new Prediction("x.jpg", 0, 0, 1, 1),
            Reports.picture(1000, 500, 1),
            Optional.of(Reports.picture(500, 1000, 1)));
    assertThat(sample.picture()).hasToString("Picture[224x112]");
    assertThat(sample.overlay().orElseThrow()).hasToString("Picture[112x224]");
  }

  @Test
  void report_leakAndDoctor_headlineIsTheGivenLeakWhateverTheOrder() throws IOException {
    RunReport full = Reports.full(120, 3);
    assertThat(new ObjectMapper().readTree(full.toJson()).at("/leak/count").intValue())
        .as("the doctor's where there is no other")
        .isEqualTo(12);
    RunResult run = new RunResult("a", 1, Predicted.report(9, 2, 1), List.of());
    DoctorReport doctor = Reports.doctor(9, 2);
    LeakFinding given = LeakFinding.none(9);
    for (RunReport report :
        List.of(
            RunReport.of("t", run).leak(given).doctor(doctor).build(),
            RunReport.of("t", run).doctor(doctor).leak(given).build())) {
      JsonNode json = new ObjectMapper().readTree(report.toJson());
      assertThat(json.get("leak").toString()).isEqualTo(given.toJson());
      assertThat(json.at("/data/leak/leaks").booleanValue()).isTrue();
    }
  }

  @Test
  void report_leakNotChecked_saysWhy() {
    RunResult run = new RunResult("a", 1, Predicted.report(9, 2, 1), List.of());
    RunReport report = RunReport.of("t", run).leakNotChecked("nothing to compare with").build();
    assertThat(report.toMarkdown()).contains("was not looked at: nothing to compare with.");
  }

  /** Readers of Markdown make links of bare addresses. */
  @Test
  void markdown_addressInAName_isNoLink() {
    RunResult run =
        new RunResult("https://a.example www.b.example", 1, Predicted.report(9, 2, 1), List.of());
    assertThat(RunReport.of("t", run).build().toMarkdown())
        .contains("https\\://a.example www\\.b.example")
        .doesNotContain("https://a");
  }

  /** Nothing isolates a name in an attribute or a tooltip. */
  @Test
  void html_marksOfDirectionWhereNoElementCanBe_areReplaced() {
    LabelMap labels = LabelMap.of(List.of("a\u202Eb", "c"));
    ClassificationState state = new ClassificationState(labels, true);
    state.update("x", 0, new double[] {0.2, 0.8});
    RunResult run = new RunResult("r", 1, state.compute("test"), List.of());
    SamplePicture sample =
        new SamplePicture(new Prediction("x", 0, 1, 0.8, 0.2), Reports.picture(4, 4, 0));
    String html = RunReport.of("t", run).samples(List.of(sample)).build().toHtml();
    assertThat(html).contains("alt=\"a\uFFFDb\"").contains("<title>a\uFFFDb taken for c");
    assertThat(html.replaceAll("<bdi>.*?</bdi>", "")).doesNotContain("\u202E");
  }
}
