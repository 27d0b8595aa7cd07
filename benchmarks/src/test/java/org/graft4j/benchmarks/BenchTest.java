package org.graft4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the command says before it measures. */
class BenchTest {
  private final PrintStream realOut = System.out;
  private final PrintStream realErr = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void catchBoth() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void letGo() {
    System.setOut(realOut);
    System.setErr(realErr);
  }

  @Test
  void only_titleThatIsNone_isWrongUsageAndListsTheTitles() {
    int code = Bench.run("--only", "nothing-like-this");

    assertThat(code).isEqualTo(2);
    assertThat(out.size()).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith(
            "graft4j bench: no measurement's title holds 'nothing-like-this'; titles are: trunk")
        .contains("; peak memory")
        .hasLineCount(1);
  }

  @Test
  void unknownOption_isOneLine() {
    assertThat(Bench.run("--onyl", "latency")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("--onyl", "--help").hasLineCount(1);
  }

  @Test
  void help_fits80Columns() {
    assertThat(Bench.run("--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .hasSizeGreaterThan(10)
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }
}
