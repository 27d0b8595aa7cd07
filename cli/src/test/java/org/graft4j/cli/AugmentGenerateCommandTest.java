package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.graft4j.data.ImageFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of a network's making, from the command line. */
class AugmentGenerateCommandTest {
  @TempDir Path own;
  private Path data;
  private Path out;

  @BeforeEach
  void draw() throws Exception {
    data = Pieces.plain(own.resolve("my pictures"));
    out = own.resolve("made");
  }

  private Run generate(String option, String value) {
    return Run.of("augment", "generate", data, "--out", out, option, value);
  }

  @Test
  @Tag("slow")
  void generate_writesPictures_andSaysWhatTheyAreWorth() throws Exception {
    Run run =
        Run.of(
                "augment",
                "generate",
                data,
                "--out",
                out,
                "--steps",
                "5",
                "--per-class",
                "2",
                "--folds",
                "2")
            .succeeded();

    ImageFolder made = ImageFolder.scan(out);
    assertThat(made.labels()).isEqualTo(ImageFolder.scan(data).labels());
    assertThat(made.items()).hasSize(2 * made.labels().size());
    assertThat(run.out())
        .contains("Fréchet distance to real pictures: ")
        .contains("interpolated features: ")
        .contains("generated pictures: no");
    assertThat(Files.readString(out.resolve("generated.json"))).contains("\"steps\" : \"5 of 5\"");
  }

  @Test
  void generate_wrongOptions_areNamed() {
    generate("--size", "48").failed(2, "--size must be 32 or 64, but was 48");
    generate("--folds", "1").failed(2, "--folds must be 0 or 2 at least, but was 1");
    generate("--per-class", "0").failed(2, "--per-class must be from 1 to 99999, but was 0");
    assertThat(out).doesNotExist();
  }

  @Test
  void generate_folderThatIsNotEmpty_isLeftAlone() {
    Run.of("augment", "generate", data, "--out", own).failed(1, "is not empty; use --force");
  }

  @Test
  void generate_intoTheData_isRefused() {
    Run.of("augment", "generate", data, "--out", data.resolve("new"), "--force")
        .failed(1, "--out must lie outside of ");
  }
}
