package org.graft4j.examples.methods;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.graft4j.runtime.AtomicFile;

/**
 * Finished trials as JSON lines, one a trial, so that what was run need not be run again. Written
 * whole after each trial: a program that is broken off leaves the trials before. Confined to one
 * thread and one program.
 */
public final class ResultsFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Map<String, TrialResult> results;

  private ResultsFile(Path file, Map<String, TrialResult> results) {
    this.file = file;
    this.results = results;
  }

  /**
   * Reads what is there, which may be nothing yet.
   *
   * @throws IOException if a line is no result; the message has its number
   */
  public static ResultsFile at(Path file) throws IOException {
    Map<String, TrialResult> results = new LinkedHashMap<>();
    if (Files.exists(file)) {
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        number++;
        try {
          TrialResult result = JSON.readValue(line, TrialResult.class);
          results.put(result.facts().name(), result);
        } catch (JsonProcessingException e) {
          throw new IOException(
              "line "
                  + number
                  + " of '"
                  + file
                  + "' is no result of a trial: delete it, or the file",
              e);
        }
      }
    }
    return new ResultsFile(file, results);
  }

  /** The result of a trial, if it was run just so. */
  public Optional<TrialResult> of(TrialResult.Facts facts) {
    return Optional.ofNullable(results.get(facts.name())).filter(r -> r.facts().equals(facts));
  }

  /** Keeps a result in place of an earlier one of that name. */
  public void put(TrialResult result) throws IOException {
    results.put(result.facts().name(), result);
    StringBuilder lines = new StringBuilder();
    for (TrialResult each : results.values()) {
      lines.append(JSON.writeValueAsString(each)).append('\n');
    }
    byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
    AtomicFile.replace(file, out -> out.write(bytes));
  }
}
