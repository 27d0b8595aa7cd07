package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.SampleColumns;
import org.graft4j.eval.SliceTable;
import org.graft4j.eval.uncertainty.IntervalSettings;
import org.graft4j.runtime.NearestName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is known of the pictures beside them, and which of it makes some of them one draw. */
final class GroupsOption {
  private static final String FOLDER = "folder";

  @Option(
      names = "--slices",
      paramLabel = "FILE.csv",
      description =
          "What is known of the pictures, to measure by or for --groups; its first line is id,COLUMN,..., and every"
              + " picture has a line.")
  private @Nullable Path slices;

  @Option(
      names = "--groups",
      paramLabel = "COLUMN",
      description =
          "Draw what has the same value there together, say all pictures of one patient: a column of --slices, or"
              + " 'folder' for what lies between the class's folder and the picture.")
  private @Nullable String groups;

  boolean given() {
    return groups != null;
  }

  /**
   * Refuses what cannot be without a look at any file.
   *
   * @throws WrongValue if it names a column and no file
   */
  void require() {
    if (groups != null && slices == null && !groups.equals(FOLDER)) {
      throw new WrongValue(
          "--groups must name a column of --slices, or be folder, but was '"
              + groups
              + "' without --slices");
    }
  }

  /** The columns of the file, if one was named. */
  Optional<SampleColumns> columns(List<String> ids) throws IOException {
    if (slices == null) {
      return Optional.empty();
    }
    SampleColumns columns = SampleColumns.read(slices, ids);
    if (columns.others() > 0) {
      Terminal.note(
          Count.of(columns.others(), "line", "lines")
              + " of "
              + slices
              + " tell of other pictures");
    }
    return Optional.of(columns);
  }

  /**
   * The settings, with groups if they were asked for.
   *
   * @param columns of these predictions
   */
  IntervalSettings grouped(
      IntervalSettings settings, PredictionTable table, Optional<SampleColumns> columns) {
    if (groups == null) {
      return settings;
    }
    if (columns.isPresent() && columns.get().names().contains(groups)) {
      return settings.grouped(groups, columns.get().groups(groups));
    }
    if (!groups.equals(FOLDER)) {
      throw new WrongValue(
          "--groups: "
              + NearestName.unknown("column of " + slices, groups, columns.orElseThrow().names()));
    }
    if (SliceTable.byFolder(table).isEmpty()) {
      throw new WrongValue(
          "--groups folder needs folders between the class's folder and the picture, but there are"
              + " none: name a column of --slices");
    }
    return settings.grouped(FOLDER, SliceTable.folderGroups(table));
  }
}
