package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What all commands say alike. */
class PlainWordsTest {
  @TempDir Path own;

  @ParameterizedTest
  @CsvSource({"1, p = 1.000", "0.4555, p = 0.456", "0.001, p = 0.001", "0.00099, p < 0.001"})
  void p_anyValue_hasThreeDigits(double p, String text) {
    assertThat(PValue.text(p)).isEqualTo(text);
  }

  @Test
  void output_folder_isNamedWithItsOption() {
    assertThatThrownBy(() -> OutputFile.require("--predictions", own, true))
        .hasMessage("--predictions must be a file, but " + own + " is a folder");
  }

  @Test
  void output_good_leavesNothingBehind() throws IOException {
    OutputFile.require("--out", own.resolve("a.zip"), false);
    OutputFile.requireFolder(own.resolve("new").resolve("deeper"), false);
    assertThat(own).isEmptyDirectory();
  }

  /** Root may write anywhere, says the system, and is wrong. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void output_folderThatTakesNothing_isRefused() {
    assertThatThrownBy(() -> OutputFile.require("--predictions", Path.of("/proc/x"), true))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(" in /proc");
    assertThatThrownBy(() -> OutputFile.requireFolder(Path.of("/proc/x/y"), true))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(" in /proc");
  }

  @Test
  void failure_missingFile_isOneSentenceWithWhatItMustBe() {
    assertThat(Failure.message(new NoSuchFileException("a b")))
        .isEqualTo("no such file or folder: a b");
    assertThat(
            Failure.message(
                new NoSuchFileException("m.zip", null, "no such file; name a Graft4J bundle")))
        .isEqualTo("no such file or folder: m.zip; name a Graft4J bundle");
  }

  @Test
  void grid_cutOrFolder_isRefusedByName() throws IOException {
    Path cut = Files.writeString(own.resolve("grid.json"), "{\"lr\":\n[0.01");
    Run.of("cv", own, "--backbone", "none", "--grid", cut)
        .failed(1, cut + ", line 2: there must be an object of JSON such as");
    Run.of("cv", own, "--backbone", "none", "--grid", own)
        .failed(1, own + ": must be a JSON file, but is a folder");
  }
}
