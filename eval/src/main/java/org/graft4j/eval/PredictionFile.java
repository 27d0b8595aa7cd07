package org.graft4j.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.graft4j.runtime.AtomicFile;
import org.graft4j.runtime.InputFile;

/**
 * Predictions as a file of JSON lines, so that they can be measured again without the model, or
 * come from another one: a first line with the classes, then a line for each sample.
 *
 * <pre>{@code
 * {"schemaVersion":1,"samples":1,"labels":["daisy","rose"]}
 * {"id":"a/1.jpg","label":"rose","probabilities":[0.25,0.75]}
 * }</pre>
 *
 * <p>The number of samples is always written and need not be there to be read: with it a file that
 * was cut off is refused wherever that happened, without it only one that ends within a line.
 *
 * <p>Probabilities are written so that reading gives the same numbers. A file is read line by line:
 * memory grows with the predictions, not with what a line claims.
 */
public final class PredictionFile {
  /** Enough for twenty thousand classes. */
  private static final int LONGEST_LINE = 1 << 20;

  private static final int LONGEST_MESSAGE = 600;

  private PredictionFile() {}

  /**
   * Writes a table; the file appears whole or not at all.
   *
   * @param overwrite whether a file there may be replaced
   */
  public static void write(Path file, PredictionTable table, boolean overwrite) throws IOException {
    AtomicFile.write(file, overwrite, out -> PredictionLines.write(out, table));
  }

  /**
   * Reads what {@link #write} wrote, or another program did in the same form.
   *
   * @throws MalformedPredictionsException if it is anything else, or not all of it; the message
   *     names the line
   * @throws java.nio.file.FileSystemException if there is no such file, or it is a folder
   */
  public static PredictionTable read(Path file) throws IOException {
    InputFile.require(file, "a file of predictions");
    int number = 1;
    try (InputStream in = Files.newInputStream(file)) {
      ByteLines lines = new ByteLines(in, LONGEST_LINE);
      if (!lines.advance()) {
        throw new IllegalArgumentException("there must be predictions, but the file is empty");
      }
      requireNoZip(lines);
      PredictionLines.Header header = PredictionLines.header(lines);
      PredictionTable.Builder table = PredictionTable.of(header.labels());
      int samples = 0;
      while (lines.advance()) {
        number++;
        if (!lines.blank()) {
          PredictionLines.sample(lines, header.labels(), table);
          samples++;
        }
      }
      requireAll(header, samples);
      return table.build();
    } catch (JsonProcessingException | IllegalArgumentException e) {
      String problem = problem(e, number);
      throw new MalformedPredictionsException(
          file + ", line " + number + ": " + printable(problem), e);
    }
  }

  /** A saved model is one, and soon named in the place of what it said. */
  private static void requireNoZip(ByteLines lines) {
    if (lines.length() > 1
        && lines.bytes()[lines.start()] == 'P'
        && lines.bytes()[lines.start() + 1] == 'K') {
      throw new IllegalArgumentException(
          "there must be predictions, but it is a zip, say a model: let that make them first, with"
              + " 'evaluate MODEL DATA --predictions FILE'");
    }
  }

  private static String problem(Exception e, int line) {
    if (e instanceof JsonEOFException) {
      return "the line ends too early: the file was cut off, or it is no line of JSON";
    }
    if (e instanceof StreamConstraintsException) {
      return "a number or a text on it is too long, or it is nested too deep";
    }
    if (e instanceof JsonProcessingException json) {
      return "there must be an object of JSON with "
          + (line == 1 ? "schemaVersion and labels" : "id, label and probabilities")
          + ", in UTF-8, but it is none from column "
          + json.getLocation().getColumnNr()
          + " on";
    }
    return String.valueOf(e.getMessage());
  }

  private static void requireAll(PredictionLines.Header header, int samples) {
    if (header.samples() >= 0 && header.samples() != samples) {
      throw new IllegalArgumentException(
          "there must be as many samples as the first line says, "
              + header.samples()
              + ", but were "
              + samples
              + (samples < header.samples()
                  ? ": the file was cut off, or lines were taken out"
                  : ": lines were added"));
    }
  }

  /** What a file says is not to steer a terminal, nor to fill it. */
  private static String printable(String problem) {
    String text = problem.replaceAll("\\p{Cntrl}", "?");
    return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "...";
  }
}
