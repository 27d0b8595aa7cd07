package org.graft4j.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.graft4j.data.DatasetException;
import org.graft4j.data.ImageItem;

/**
 * What pictures have in common, by picture: from the folders below the class, a pattern over the
 * ids, or a CSV file.
 */
final class ItemKeys {
  private static final Pattern CSV = Pattern.compile("(?i).*\\.csv");

  private final String option;
  private final String column;
  private final List<ImageItem> items;

  private ItemKeys(String option, String column, List<ImageItem> items) {
    this.option = option;
    this.column = column;
    this.items = items;
  }

  /**
   * The key of each item.
   *
   * @param option for messages, say {@code --groups}
   * @param column of a CSV file, say {@code group}
   * @param text {@code folder}, a file that ends in .csv, or a regular expression with a part in
   *     parentheses
   * @param depth folders in an id before those that matter: 1 for the class, 2 where train/ is
   *     above
   */
  static Map<String, String> read(
      String option, String column, String text, List<ImageItem> items, int depth)
      throws IOException {
    ItemKeys keys = new ItemKeys(option, column, items);
    if (text.equals("folder")) {
      return keys.folders(depth);
    }
    return CSV.matcher(text).matches() ? keys.csv(Path.of(text)) : keys.pattern(text);
  }

  /** A folder of the same name below two classes is the same one: a scene has things of both. */
  private Map<String, String> folders(int depth) throws DatasetException {
    Map<String, String> keys = new HashMap<>();
    int inFolders = 0;
    for (ImageItem item : items) {
      String[] parts = item.id().split("/", depth + 1);
      String below = parts[parts.length - 1];
      int end = below.lastIndexOf('/');
      inFolders += end < 0 ? 0 : 1;
      if (end < 0 && column.equals("domain")) {
        throw new DatasetException(
            option
                + " folder must find each picture in a folder below its class, but '"
                + item.id()
                + "' lies in the class itself");
      }
      // By itself; a picture's name has a dot or a slash more than any folder could be called.
      keys.put(item.id(), end < 0 ? "//" + item.id() : below.substring(0, end));
    }
    if (inFolders == 0) {
      throw new DatasetException(
          option
              + " folder must find folders below the classes, but all pictures lie in the classes"
              + " themselves: name a CSV file or a pattern");
    }
    return keys;
  }

  private Map<String, String> pattern(String text) throws DatasetException {
    Pattern pattern;
    try {
      pattern = Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new WrongValue(
          option
              + " must be folder, a .csv file or a regular expression, but was '"
              + text
              + "': "
              + e.getDescription());
    }
    if (pattern.matcher("").groupCount() == 0) {
      throw new WrongValue(
          option
              + " must be folder, a .csv file, or a regular expression with the name in parentheses,"
              + " say '([^/]+)_\\d+\\.jpg', but was '"
              + text
              + "'");
    }
    Map<String, String> keys = new HashMap<>();
    for (ImageItem item : items) {
      Matcher matcher = pattern.matcher(item.id());
      String key = matcher.find() ? matcher.group(1) : null;
      if (key == null) {
        throw new DatasetException(
            option
                + " must match each picture, but '"
                + text
                + "' does not match '"
                + item.id()
                + "'");
      }
      keys.put(item.id(), key);
    }
    return keys;
  }

  private Map<String, String> csv(Path file) throws IOException {
    Map<String, String> keys = new HashMap<>();
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      String header = lines.readLine();
      List<String> names =
          header == null ? List.of() : cells(header.replace("\uFEFF", ""), file, 1);
      int id = names.indexOf("id");
      int key = names.indexOf(column);
      if (id < 0 || key < 0) {
        throw new IOException(
            file + " must have columns id and " + column + " in its first line, but has " + names);
      }
      int number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          List<String> cells = cells(line, file, number);
          if (cells.size() != names.size() || cells.get(key).isBlank()) {
            throw new IOException(
                file + ", line " + number + ": must have " + names + ", but was '" + line + "'");
          }
          String before = keys.putIfAbsent(cells.get(id), cells.get(key));
          if (before != null && !before.equals(cells.get(key))) {
            throw new IOException(
                file
                    + ", line "
                    + number
                    + ": '"
                    + cells.get(id)
                    + "' must have one "
                    + column
                    + ", but has "
                    + before
                    + " and "
                    + cells.get(key));
          }
        }
      }
    }
    List<String> missing =
        items.stream().map(ImageItem::id).filter(item -> !keys.containsKey(item)).toList();
    if (!missing.isEmpty()) {
      throw new DatasetException(
          String.format(
              Locale.ROOT,
              "%s must name the %s of each picture, but has none for %s, say '%s': ids are paths"
                  + " below DATA",
              file,
              column,
              Count.of(missing.size(), "picture", "pictures"),
              missing.get(0)));
    }
    return keys;
  }

  /** Cells are parted by commas; one in quotes may hold commas, and quotes doubled. */
  private static List<String> cells(String line, Path file, int number) throws IOException {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    if (quoted) {
      throw new IOException(file + ", line " + number + ": a quote must end in its line");
    }
    cells.add(cell.toString().strip());
    return cells;
  }
}
