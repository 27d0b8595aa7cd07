package org.graft4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.graft4j.bundle.ModelBundle;
import org.graft4j.data.Seed;
import org.graft4j.data.synthetic.DrawnFolder;
import org.graft4j.data.synthetic.DrawnTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the programs as a reader would, and holds what they print against what they promise. */
class ShortExamplesTest {

  /** A main method. */
  private interface Program {
    void run(String... args) throws IOException;
  }

  @TempDir Path folder;

  @Test
  void example01_drawnHeart_namesItsClass() throws IOException {
    String output = printed(Example01LoadAndPredict::main);

    assertThat(output).contains("slimresnet.shapes: ").contains("a drawn heart is taken for a ");
    assertThat(number(output, "probability (\\S+)")).isBetween(0.0, 1.0);
  }

  @Test
  void example02_drawnThings_farAboveChance() throws IOException {
    String output = printed(Example02LinearProbe::main);

    assertThat(output).contains("the backbone ran once over 120 pictures");
    assertThat(output).contains("240 test pictures");
    assertThat(number(output, "accuracy (\\S+),")).isGreaterThan(0.5);
  }

  @Test
  void example03_drawnPictures_keepsItsPromise() throws IOException {
    String output = printed(Example03HeadThenAll::main);

    assertThat(number(output, "accuracy: (\\S+) on 240")).isGreaterThan(0.7);
    Path model = Path.of(group(output, "model: (.*)"));
    assertThat(ModelBundle.open(model).report()).isPresent();
  }

  @Test
  void example03_folderWithoutParts_holdsAFifthOut() throws IOException {
    Path parts = folder.resolve("parts");
    DrawnFolder.write(DrawnTask.target(), parts, Map.of("all", 5), 64, Seed.of(1));

    String output = printed(Example03HeadThenAll::main, parts.resolve("all").toString());

    assertThat(output).contains(" on 8 pictures");
    assertThat(parts.resolve("model.zip")).exists();
  }

  @Test
  void example04_graphThroughDl4jsOwnFile_isTheSame() throws IOException {
    String output = printed(Example04OwnGraph::main);

    assertThat(number(output, "own file: (\\S+)")).isZero();
    assertThat(number(output, "never saw: (\\S+)")).isGreaterThan(0.2); // 8 classes
  }

  @Test
  void example05_resumedRun_writesTheWeightsOfAnUnbrokenOne() throws IOException {
    String[] options = {"--epochs", "2", "--pictures", "128"};
    Path whole = folder.resolve("whole");
    String output = printed(Example05PretrainBackbone::main, with(whole, options));
    assertThat(output).contains("epoch 2/2").contains("128 pictures of");
    assertThat(whole.resolve("slimresnet.shapes.json")).exists();
    assertThat(Files.size(whole.resolve("slimresnet.shapes.safetensors"))).isLessThan(3_000_000);

    Path broken = folder.resolve("broken");
    assertThatThrownBy(
            () -> breakingOff("epoch 1/2", Example05PretrainBackbone::main, with(broken, options)))
        .hasMessage("broken off");
    assertThat(broken.resolve("slimresnet.shapes.safetensors")).doesNotExist();
    String resumed = printed(Example05PretrainBackbone::main, with(broken, options));

    assertThat(resumed).doesNotContain("epoch 1/2").contains("epoch 2/2");
    assertThat(group(resumed, "sha256 (\\S+)")).isEqualTo(group(output, "sha256 (\\S+)"));
  }

  @Test
  void example05_checkpointOfOtherSettings_isRefused() throws IOException {
    printed(Example05PretrainBackbone::main, with(folder, "--epochs", "1", "--pictures", "64"));

    assertThatThrownBy(
            () ->
                printed(
                    Example05PretrainBackbone::main,
                    with(folder, "--epochs", "2", "--pictures", "64")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("delete it");
  }

  @Test
  void example06_randomWeights_areNotShownToBeBetter() throws IOException {
    String output = printed(Example06Advise::main);

    assertThat(output).contains("shapes: probe 0.9").contains("random: probe 0.");
    assertThat(group(output, "random: .* a picture: (.*)")).isEqualTo("linear probe");
    assertThat(output)
        .contains("not shown to be better", "too few to tell whether there is a signal at all");
    assertThat(number(output, "take shapes: accuracy (\\S+) on 120")).isGreaterThan(0.8);
  }

  @Test
  @Tag("slow")
  void example07_shortTraining_comesNearer_andIsNotTakenForHelp() throws IOException {
    String output = printed(Example07Generate::main);

    assertThat(output).contains("generated pictures: refused", "240 held-out pictures");
    assertThat(number(output, "at the start: (\\S+)")).isLessThan(1);
    Path made = Path.of(group(output, "pictures to look at: (.*)"));
    assertThat(made.resolve("house/generated/00010.png")).isRegularFile();
  }

  @ParameterizedTest
  @CsvSource({
    "8, discriminative-rates",
    "9, focal-loss",
    "10, norms-train",
    "11, l2-sp",
    "12, joint-pretrained",
    "13, soft-targets",
    "14, int8"
  })
  void programOfTrials_tiny_comesToAVerdict(int number, String trial) throws IOException {
    String output = printed(programOfTrials(number), trial, "--tiny", "--seeds", "2");

    assertThat(output).startsWith(trial + ": ").contains("seed 1 ", "seed 2 ", "  verdict: ");
    assertThat(number(output, "mean +(\\S+)")).isBetween(0.0, 1.0);
  }

  private static Program programOfTrials(int number) {
    return switch (number) {
      case 8 -> Example08Schedules::main;
      case 9 -> Example09Targets::main;
      case 10 -> Example10Norms::main;
      case 11 -> Example11Regularisers::main;
      case 12 -> Example12Joint::main;
      case 13 -> Example13Distil::main;
      case 14 -> Example14Compress::main;
      default -> throw new IllegalArgumentException("no program of trials: " + number);
    };
  }

  /** Objects without a text of their own would be another text in each run. */
  @Test
  void settingsOfTrials_areTexts_thatHaveTheValues() {
    String all =
        MethodsTable.families().stream()
            .flatMap(family -> family.trials().stream())
            .flatMap(trial -> Stream.of(trial.without(), trial.with()))
            .map(side -> side.text() + " [" + side.detail() + "]")
            .collect(Collectors.joining("\n"));

    assertThat(all).doesNotContainPattern("@[0-9a-f]{4,}").doesNotContain("Lambda");
    assertThat(all)
        .contains("magnitude pruning of 0.8 of all weights, then 10 epochs at rate 3.0E-4")
        .contains("SelfDistillation[generations=2, temperature=1.0, alpha=0.5]")
        .contains("times 2.0, noise 0.01", "momentum 0.9", "batch size 4", "clip norm 1.0");
  }

  /** Every trial on its smallest: that they run, and that the document names them all. */
  @Test
  @Tag("slow")
  void methodsTable_tiny_hasARowForEachTrial() throws IOException {
    Path document = folder.resolve("METHODS.md");
    Files.writeString(
        document,
        "<!-- begin of the table: written by MethodsTable -->\n<!-- end of the table -->\n");

    printed(MethodsTable::main, "--tiny", "--seeds", "2", "--table", document.toString());

    String table = Files.readString(document);
    MethodsTable.families().stream()
        .flatMap(family -> family.trials().stream())
        .forEach(trial -> assertThat(table).contains("| `" + trial.name() + "`: "));
  }

  @Test
  void readme_program_isTheExamples() throws IOException {
    Path root = Path.of(System.getProperty("graft4j.root"));
    String source =
        Files.readString(
            root.resolve("examples/src/main/java/org/graft4j/examples/Example03HeadThenAll.java"));
    String begin = "    // The ten lines.\n";
    int from = source.indexOf(begin) + begin.length();
    String program =
        source.substring(from, source.indexOf("\n\n", from)).replaceAll("(?m)^ {4}", "");

    assertThat(Files.readString(root.resolve("README.md"))).contains(program);
  }

  private static String[] with(Path first, String... rest) {
    String[] all = new String[rest.length + 1];
    all[0] = first.toString();
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  private static String printed(Program program, String... args) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    run(new PrintStream(bytes, true, StandardCharsets.UTF_8), program, args);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Ends the program, as a crash would, when it prints the text. */
  private static void breakingOff(String text, Program program, String... args) throws IOException {
    OutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void flush() {
            if (toString(StandardCharsets.UTF_8).contains(text)) {
              throw new IllegalStateException("broken off");
            }
          }
        };
    run(new PrintStream(out, true, StandardCharsets.UTF_8), program, args);
  }

  private static void run(PrintStream out, Program program, String... args) throws IOException {
    PrintStream before = System.out;
    System.setOut(out);
    try {
      program.run(args);
    } finally {
      System.setOut(before);
    }
  }

  private static double number(String text, String pattern) {
    return Double.parseDouble(group(text, pattern));
  }

  private static String group(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as("%s in%n%s", pattern, text).isTrue();
    return matcher.group(1);
  }
}
