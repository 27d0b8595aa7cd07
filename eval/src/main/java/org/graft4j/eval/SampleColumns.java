package org.graft4j.eval;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.graft4j.runtime.InputFile;
import org.graft4j.runtime.NearestName;

/**
 * What is known of samples beside their pictures, say camera or patient: a value of each column for
 * each sample. Immutable.
 */
public final class SampleColumns {
  private static final String ID = "id";

  /** What stands for a value that was left empty. */
  private static final String EMPTY = "(empty)";

  private static final int NAMED = 5;

  /** Far more than is known of any samples, and still little memory. */
  private static final int MOST_BYTES = 64 << 20;

  /** Characters of a line that a message repeats. */
  private static final int QUOTED = 100;

  /** By column, in the order of the file; values in the order of the samples. */
  private final Map<String, List<String>> values;

  private final List<String> ids;
  private final int others;

  private SampleColumns(List<String> ids, Map<String, List<String>> values, int others) {
    this.ids = List.copyOf(ids);
    this.values = values;
    this.others = others;
  }

  /**
   * Reads comma-separated values: a first line with {@code id} and the names of columns, then a
   * line for each sample, in any order. Lines of other samples are passed over: one file may tell
   * of a whole data set.
   *
   * @param ids the samples, in the order of the values, each once
   * @throws MalformedColumnsException if the file is larger than 64 MiB or has more than 1,000
   *     columns beside the id, if a line has too few or too many values, an id comes twice, or a
   *     sample has no line; they are named
   */
  public static SampleColumns read(Path file, List<String> ids) throws IOException {
    return new Reading(file, ids, new CommaSeparated(text(file))).columns();
  }

  private static String text(Path file) throws IOException {
    InputFile.require(file, "a CSV file");
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    }
    if (bytes.length > MOST_BYTES) {
      throw new MalformedColumnsException(
          file + " must have at most " + (MOST_BYTES >> 20) + " MiB, but is larger");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedColumnsException(file + " must be UTF-8 text, but is not");
    }
  }

  /** The columns, in the order of the file, without the id. */
  public List<String> names() {
    return List.copyOf(values.keySet());
  }

  /**
   * The values of a column, in the order of the samples; {@code (empty)} where nothing stood.
   *
   * @throws IllegalArgumentException if there is no such column; the message names those that are
   */
  public List<String> values(String column) {
    List<String> found = values.get(column);
    if (found == null) {
      throw new IllegalArgumentException(NearestName.unknown("column", column, values.keySet()));
    }
    return found;
  }

  /**
   * The values of a column by which samples belong together: as {@link #values}, but none may be
   * empty, for the samples without a value would be taken for one group.
   *
   * @throws IllegalArgumentException also if a sample has no value; it is named
   */
  public List<String> groups(String column) {
    List<String> found = values(column);
    int empty = found.indexOf(EMPTY);
    if (empty >= 0) {
      throw new IllegalArgumentException(
          "column "
              + column
              + " must name a group for every sample, but has none for '"
              + ids.get(empty)
              + "'");
    }
    return found;
  }

  /** Lines of samples that were not asked for. */
  public int others() {
    return others;
  }

  /** One pass over a file. */
  private record Reading(Path file, List<String> ids, CommaSeparated csv) {

    SampleColumns columns() throws MalformedColumnsException {
      List<String> header = header();
      int id = header.indexOf(ID);
      Map<String, Integer> places = new HashMap<>();
      for (int i = 0; i < ids.size(); i++) {
        places.put(ids.get(i), i);
      }
      // By sample: no more than stands in the file.
      List<List<String>> rows = new ArrayList<>(Collections.nCopies(ids.size(), List.of()));
      Set<String> seen = new HashSet<>();
      int others = 0;
      for (List<String> row = row(); !row.isEmpty(); row = row()) {
        requireWidth(row, header);
        String sample = row.get(id);
        Integer place = places.get(sample);
        if (!seen.add(sample)) {
          throw wrong("ids must be distinct, but '" + sample + "' came twice");
        }
        if (place == null) {
          others++;
          continue;
        }
        rows.set(place, row);
      }
      requireAll(seen);
      Map<String, List<String>> columns = new LinkedHashMap<>();
      for (int c = 0; c < header.size(); c++) {
        if (c != id) {
          int column = c;
          columns.put(
              header.get(c),
              rows.stream().map(row -> row.get(column)).map(Reading::orEmpty).toList());
        }
      }
      return new SampleColumns(ids, columns, others);
    }

    private static String orEmpty(String value) {
      return value.isEmpty() ? EMPTY : value;
    }

    private List<String> row() throws MalformedColumnsException {
      try {
        return csv.next();
      } catch (IllegalArgumentException e) {
        throw wrong(String.valueOf(e.getMessage()));
      }
    }

    private List<String> header() throws MalformedColumnsException {
      List<String> header = row();
      if (!header.contains(ID) || header.size() < 2) {
        throw wrong(
            "the first line must name the columns, id and at least one more, but was "
                + (header.isEmpty() ? "empty" : quoted(header)));
      }
      if (header.contains("") || new HashSet<>(header).size() < header.size()) {
        throw wrong("columns must have distinct names, but were " + quoted(header));
      }
      return header;
    }

    private static String quoted(List<String> header) {
      String all = String.join(",", header);
      return all.length() <= QUOTED ? "'" + all + "'" : "'" + all.substring(0, QUOTED) + "...'";
    }

    private void requireWidth(List<String> row, List<String> header)
        throws MalformedColumnsException {
      if (row.size() != header.size()) {
        throw wrong(
            String.format(
                Locale.ROOT,
                "a line must have %d values, but '%s' had %d",
                header.size(),
                row.get(0),
                row.size()));
      }
    }

    private void requireAll(Set<String> seen) throws MalformedColumnsException {
      List<String> missing = ids.stream().filter(id -> !seen.contains(id)).toList();
      if (!missing.isEmpty()) {
        throw new MalformedColumnsException(
            file
                + " must have a line for every sample, but has none for "
                + missing.size()
                + ": "
                + named(missing));
      }
    }

    private static String named(List<String> ids) {
      String first = String.join(", ", ids.subList(0, Math.min(NAMED, ids.size())));
      return ids.size() <= NAMED ? first : first + " and " + (ids.size() - NAMED) + " more";
    }

    /** The line is the last that was begun. */
    private MalformedColumnsException wrong(String problem) {
      return new MalformedColumnsException(file + ", line " + csv.line() + ": " + problem);
    }
  }
}
