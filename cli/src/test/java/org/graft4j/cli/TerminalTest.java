package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that come from anyone forge no line and move no cursor. */
class TerminalTest {
  private static final String HOSTILE = "a\u001b[2Kb\nc\u009bd\u202ee\u2028f\u007f";
  private static final String HARMLESS = "a\uFFFD[2Kb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFD";

  private static String printed(Runnable print) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    try (PrintStream stream = new PrintStream(both, true, StandardCharsets.UTF_8)) {
      System.setOut(stream);
      System.setErr(stream);
      print.run();
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    return both.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  @Test
  void result_hostileName_isOneHarmlessLine() {
    assertThat(printed(() -> Terminal.result(HOSTILE))).isEqualTo(HARMLESS + "\n");
    assertThat(printed(() -> Terminal.note(HOSTILE))).isEqualTo(HARMLESS + "\n");
    assertThat(printed(() -> Terminal.noteOverStatus(HOSTILE))).endsWith(HARMLESS + "\n");
    assertThat(printed(() -> Terminal.status(HOSTILE))).endsWith("\u001b[K" + HARMLESS);
  }

  @Test
  void error_hostileName_isOneHarmlessLine() {
    assertThat(printed(() -> Terminal.error(HOSTILE)))
        .isEqualTo("graft4j: a\uFFFD[2Kb c\uFFFDd\uFFFDe f\uFFFD\n");
  }

  @Test
  void result_namesOfAnyLanguage_areKept() {
    String names = "Käse 猫 کتاب שלום 👩\u200d🔬 — ü";
    assertThat(printed(() -> Terminal.result(names))).isEqualTo(names + "\n");
  }

  @Test
  void json_hostileName_hasTheSameValueAndNothingThatSteers() throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode node = mapper.createObjectNode().put("label", HOSTILE).put("猫", 1);
    String printed =
        printed(() -> Terminal.json(node.toPrettyString().replace(System.lineSeparator(), "\n")));
    assertThat(mapper.readTree(printed)).isEqualTo(node);
    assertThat(printed.replace("\n", ""))
        .contains("猫")
        .doesNotContainPattern("[\\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]");
  }

  @Test
  void document_lines_stayLines() {
    assertThat(printed(() -> Terminal.document("a: 1\n  b: \u001b\n")))
        .isEqualTo("a: 1\n  b: \uFFFD\n");
  }

  @Test
  void predict_fileThatIsNotThere_namesItHarmlessly() {
    Run.of("predict", "m\u001b[2J.zip", "x.png").failed(1, "m\uFFFD[2J.zip");
  }

  @Test
  void doctor_hostileFileName_forgesNoLine(@TempDir Path own) throws Exception {
    Path data = Pieces.plain(own.resolve("pictures"));
    Path kind = data.resolve(Pieces.classes().get(0));
    Path first = kind.resolve(Pieces.names(kind).get(0));
    Files.copy(first, kind.resolve("x\u001b[31m\nno findings.png"));
    Run run = Run.of("doctor", data, "--no-cache");
    assertThat(run.out()).contains("x\uFFFD[31m\uFFFDno findings.png").doesNotContain("\u001b");
    assertThat(run.err()).doesNotContain("\u001b");
    assertThat(run.out().lines()).noneMatch(line -> line.startsWith("no findings.png"));
  }
}
