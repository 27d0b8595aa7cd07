package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One call of the command in this process, with what it wrote.
 *
 * @param code exit code
 * @param out stdout
 * @param err stderr
 */
record Run(int code, String out, String err) {

  /** Runs the command; arguments may be paths. */
  static Run of(Object... arguments) {
    String[] args = new String[arguments.length];
    for (int i = 0; i < args.length; i++) {
      args[i] = arguments[i].toString();
    }
    PrintStream realOut = System.out;
    PrintStream realErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      int code = Graft4j.run(args);
      return new Run(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(realOut);
      System.setErr(realErr);
    }
  }

  /** The lines that name an error. */
  List<String> errors() {
    return err.lines().filter(line -> line.startsWith("graft4j: ")).toList();
  }

  /** Checks for success. */
  Run succeeded() {
    assertThat(code).as(err).isZero();
    assertThat(errors()).isEmpty();
    return this;
  }

  /** Checks for that exit code, one error line with these texts, no result and no stack trace. */
  Run failed(int expected, String... texts) {
    assertThat(code).as(err).isEqualTo(expected);
    assertThat(out).isEmpty();
    assertThat(errors()).as(err).hasSize(1);
    assertThat(errors().get(0)).contains(texts).doesNotContain("Exception", "org.nd4j", "java.");
    assertThat(err).doesNotContain("\tat ");
    return this;
  }

  /** The result, which must be one JSON value and nothing else. */
  JsonNode json() {
    try {
      return new ObjectMapper()
          .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .readTree(out);
    } catch (IOException e) {
      throw new UncheckedIOException(out, e);
    }
  }
}
