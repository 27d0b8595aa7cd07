package org.graft4j.examples.methods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.graft4j.data.Seed;
import org.graft4j.train.Optimizer;
import org.graft4j.train.Schedule;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.FineTuner;
import org.graft4j.transfer.LearningRates;
import org.graft4j.transfer.Scope;
import org.graft4j.transfer.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harness, with ways that train nothing. */
class TrialProgramTest {

  private static final long PAUSE_MILLIS = 300;

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
  void difference_theSameForEverySeed_isNotSaidToBeNone() {
    PairedDifference difference = PairedDifference.of(List.of(0.5, 0.6), List.of(0.6, 0.7));

    assertThat(difference.interval()).isEmpty();
    assertThat(difference.verdict()).isEqualTo(Verdict.CONSTANT);
  }

  @Test
  void verdict_withAMargin_asksForTheLowerEnd() {
    TrialResult kept =
        result(List.of(measured(0.5), measured(0.5)), List.of(measured(0.5), measured(0.5)));
    TrialResult unsure =
        result(List.of(measured(0.5), measured(0.5)), List.of(measured(0.4), measured(0.61)));

    assertThat(kept.verdictText()).isEqualTo("keeps within 0.02");
    assertThat(unsure.verdict()).isEqualTo(Verdict.MAY_LOSE);
    // Student's t with one degree of freedom: 0.005 - 12.7062 * 0.105.
    assertThat(unsure.verdictText()).isEqualTo("may lose up to 1.329");
  }

  @Test
  void besideOfRunsThatDiverged_doesNotLowerTheMean() {
    Measured diverged = new Measured(0.125, Map.of(), true);
    TrialResult result =
        result(
            List.of(measured(0.5).and("kB", 8), diverged),
            List.of(measured(0.5).and("kB", 4), diverged));

    assertThat(result.beside()).containsExactly("kB 8.00 to 4.00");
  }

  @Test
  void divergingSide_countsAsGuessing_whateverItIs() throws IOException {
    Side diverging =
        Side.of(
            "diverges",
            task -> {
              FineTuner.Builder tuner =
                  Side.tuner(
                      task,
                      new FineTunePlan(
                          List.of(
                              new Stage("all", new Scope.All(), 1, LearningRates.uniform(1e30)))));
              tuner.optimizer(Optimizer.sgd(0.9)).schedule(Schedule.constant()).batchSize(1);
              return task.score(tuner.build().fit(task.split()).model());
            });
    Path results = folder.resolve("results.jsonl");

    TrialProgram.run(
        List.of(Trial.of("a", "Diverges", DrawnThings.of(1), diverging, diverging)),
        new String[] {"--tiny", "--seeds", "2", "--results", results.toString()});

    assertThat(Files.readString(results)).contains("\"value\":0.125", "\"diverged\":true");
  }

  @Test
  void preparation_isDoneBeforeTheWay_andNotTimed() throws IOException {
    AtomicInteger prepared = new AtomicInteger();
    Side side =
        new Side(
            "prepared",
            "",
            task -> {
              prepared.incrementAndGet();
              pause();
            },
            task -> Measured.of(prepared.get() / 10.0));
    try (Bench bench = Bench.open(Optional.empty(), true)) {
      TrialResult result =
          new TrialRun(bench, 1, 2, new PrintStream(OutputStream.nullOutputStream()))
              .run(Trial.of("a", "Prepared", DrawnThings.of(1), side, side));

      assertThat(result.without().get(0).value()).isEqualTo(0.1);
      assertThat(result.withoutSeconds()).isLessThan(PAUSE_MILLIS / 1000.0);
    }
  }

  @Test
  void changeOfAValue_isAnotherSetting() {
    FineTunePlan plan = FineTunePlan.headThenAll(1, 1);

    assertThat(Side.tuned("SGD", plan, sgd(0.9)).settings())
        .contains("momentum 0.9", "batch size 16")
        .doesNotContain("AdamW", "Adam")
        .isNotEqualTo(Side.tuned("SGD", plan, sgd(0.8)).settings());
    assertThat(Side.tuned("none", plan).settings()).contains("optimizer AdamW");
  }

  @Test
  void resultLine_hasTheMachine() throws IOException {
    Path results = folder.resolve("results.jsonl");

    TrialProgram.run(
        List.of(counting("a", "one", new AtomicInteger())),
        new String[] {"--tiny", "--seeds", "2", "--results", results.toString()});

    assertThat(Files.readString(results))
        .contains("\"machine\":{\"processors\":" + Machine.here().processors() + ",");
  }

  @Test
  void documentWithRows_isNotSpoiled_byAPartOfTheTrials() throws IOException {
    String rows = document().replace("what was there", "| `a`: Counts | x | x |");
    Path document = Files.writeString(folder.resolve("doc.md"), rows);
    List<Family> families =
        List.of(
            new Family(
                "Things", TrialProgram.class, List.of(counting("a", "x", new AtomicInteger()))));

    for (String part : List.of("a", "--tiny")) {
      assertThatThrownBy(
              () ->
                  TrialProgram.runAll(
                      families,
                      new String[] {part, "--seeds", "2", "--table", document.toString()}))
          .hasMessageStartingWith("--table must come without --tiny and names of trials");
    }
    assertThat(Files.readString(document)).isEqualTo(rows);
  }

  @Test
  void pool_doesNotTellItsLabels() throws IOException {
    try (Bench bench = Bench.open(Optional.empty(), true)) {
      TrialData.Parts parts = bench.parts(new PooledThings(2, 3), Seed.of(1));

      assertThat(parts.split().train()).hasSize(8 * 2);
      assertThat(parts.split().validation()).isEmpty();
      assertThat(parts.alike()).hasSize(8 * 3).allMatch(item -> item.label() == 0);
    }
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

  private static Setting<Optimizer> sgd(double momentum) {
    return new Setting<>("optimizer", Optimizer.sgd(momentum), FineTuner.Builder::optimizer);
  }

  private static Measured measured(double value) {
    return Measured.of(value);
  }

  /** Of a trial with a margin of 0.02. */
  private static TrialResult result(List<Measured> without, List<Measured> with) {
    Trial trial = counting("a", "x", new AtomicInteger()).keepingWithin(0.02);
    return new TrialResult(
        TrialResult.Facts.of(trial, 1, 2, true), without, with, 1, 1, Machine.here());
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
