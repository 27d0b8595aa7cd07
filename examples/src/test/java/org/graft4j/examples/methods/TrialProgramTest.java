package org.graft4j.examples.methods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harness, with ways that train nothing. */
class TrialProgramTest {

  @TempDir Path folder;

  /** Student's t with 4 degrees of freedom has 97.5 % below 2.776445. */
  @Test
  void difference_ofFivePairs_isThePairedTInterval() {
    PairedDifference difference =
        PairedDifference.of(
            List.of(0.5, 0.5, 0.5, 0.5, 0.5), List.of(0.51, 0.52, 0.53, 0.54, 0.55));

    assertThat(difference.mean()).isEqualTo(0.03, within(1e-12));
    double half = 2.776445 * Math.sqrt(0.001 / 4) / Math.sqrt(5);
    assertThat(difference.interval().orElseThrow().low()).isEqualTo(0.03 - half, within(1e-7));
    assertThat(difference.interval().orElseThrow().high()).isEqualTo(0.03 + half, within(1e-7));
    assertThat(difference.verdict()).isEqualTo(Verdict.HELPS);
  }

  @Test
  void verdict_intervalAroundZero_isNotShown() {
    assertThat(PairedDifference.of(List.of(0.5, 0.5), List.of(0.4, 0.61)).verdict())
        .isEqualTo(Verdict.NOT_SHOWN);
    assertThat(PairedDifference.of(List.of(0.5, 0.6), List.of(0.5, 0.6)).verdict())
        .isEqualTo(Verdict.SAME);
    assertThat(PairedDifference.of(List.of(0.5, 0.5, 0.5), List.of(0.4, 0.41, 0.42)).verdict())
        .isEqualTo(Verdict.HARMS);
  }

  @Test
  void sides_ofATrial_seeTheSamePictures_otherOnesForEachSeed() throws IOException {
    DrawnThings data = DrawnThings.imbalanced(4, 1);
    try (Bench bench = Bench.open(Optional.empty(), true)) {
      TrialData.Parts first = bench.parts(data, Seed.of(1));

      assertThat(bench.parts(data, Seed.of(1))).isSameAs(first);
      assertThat(first.split().train()).hasSize(4 * 4 + 4);
      assertThat(Files.readAllBytes(first.heldOut().get(0).file()))
          .isNotEqualTo(Files.readAllBytes(bench.parts(data, Seed.of(2)).heldOut().get(0).file()));
    }
  }

  @Test
  void finishedTrial_ofTheSameSettings_isNotRunAgain() throws IOException {
    AtomicInteger runs = new AtomicInteger();
    Path results = folder.resolve("results.jsonl");
    String[] args = {"--tiny", "--seeds", "2", "--results", results.toString()};

    TrialProgram.run(List.of(counting("a", "one", runs), counting("b", "one", runs)), args);
    TrialProgram.run(List.of(counting("a", "one", runs), counting("b", "other", runs)), args);

    // Two trials of two sides and seeds, and then the one whose settings are others.
    assertThat(runs.get()).isEqualTo(8 + 4);
    assertThat(Files.readAllLines(results)).hasSize(2);
  }

  @Test
  void failingTrial_leavesTheOthers_andIsTold() throws IOException {
    AtomicInteger runs = new AtomicInteger();
    Side broken =
        Side.of(
            "broken",
            task -> {
              throw new IOException("no such thing");
            });
    Trial failing = Trial.of("failing", "Fails", DrawnThings.of(1), broken, broken);
    Path document = Files.writeString(folder.resolve("doc.md"), document());
    List<Family> families =
        List.of(
            new Family("Things", TrialProgram.class, List.of(failing, counting("a", "x", runs))));
    String[] args = {"--tiny", "--seeds", "2", "--table", document.toString()};

    assertThatThrownBy(() -> TrialProgram.runAll(families, args))
        .hasMessage("1 trials failed")
        .hasSuppressedException(new IllegalStateException("trial 'failing' failed"));

    assertThat(Files.readString(document))
        .startsWith("before\n")
        .endsWith("after\n")
        .contains("| `failing`: Fails | broken | broken | not run |")
        .contains("| `a`: Counts | x | x | 0.500, 0.500 | +0.000 |", "the same for every seed |");
  }

  @Test
  void badInput_isRefusedBeforeAnythingRuns() throws IOException {
    List<Trial> none = List.of();
    Path plain = Files.writeString(folder.resolve("plain.md"), "no marks");

    assertThatThrownBy(() -> TrialProgram.run(none, new String[] {"--seeds", "1"}))
        .hasMessage("--seeds must be a number, 2 or more, but was 1");
    assertThatThrownBy(() -> TrialProgram.run(none, new String[] {"--seed", "3"}))
        .hasMessageStartingWith("unknown option '--seed'; usage: ");
    assertThatThrownBy(() -> TrialProgram.run(none, new String[] {"swa"}))
        .hasMessageStartingWith("unknown trial 'swa'");
    assertThatThrownBy(
            () -> TrialProgram.runAll(List.of(), new String[] {"--table", plain.toString()}))
        .hasMessageStartingWith("--table must be a document with the lines");
  }

  private static Trial counting(String name, String text, AtomicInteger runs) {
    return Trial.of(name, "Counts", DrawnThings.of(1), side(text, runs), side(text, runs));
  }

  private static Side side(String text, AtomicInteger runs) {
    return Side.of(
        text,
        task -> {
          runs.incrementAndGet();
          return Measured.of(0.5);
        });
  }

  private static String document() {
    return """
    before
    <!-- begin of the table: written by MethodsTable -->
    what was there
    <!-- end of the table -->
    after
    """;
  }
}
