package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of finished folds. Nothing is deleted in it but what {@code cv} has made. */
record KeptFolds(Path folder) {
  private static final Pattern FILE = Pattern.compile("run\\.json|repeat-\\d+-fold-\\d+\\.jsonl?");
  private static final Pattern FOLDER =
      Pattern.compile("first|second|outer|repeat-\\d+-fold-\\d+-candidate-\\d+");

  static KeptFolds at(Path folder) {
    return new KeptFolds(folder);
  }

  /** Where they are kept unasked: in the working folder, named as the data is. */
  static Path beside(Path data) {
    Path name = data.toAbsolutePath().normalize().getFileName();
    return Path.of((name == null ? "data" : name.toString()) + "-cv");
  }

  /** An interrupted run is neither thrown away nor gone on with unasked. */
  void begin(boolean resume, boolean force) throws IOException {
    OutputFile.requireFolder(folder, true);
    boolean there = Files.isDirectory(folder) && !isEmpty();
    if (there && force && !resume) {
      delete();
    } else if (there && !resume) {
      throw new IOException(
          "folds of an earlier run are in "
              + folder
              + ": go on with --resume, start again with --force, or name another folder with"
              + " --keep");
    } else if (!there && resume) {
      Terminal.note("nothing to resume: starting from the beginning");
    }
  }

  private boolean isEmpty() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  /** What to tell who pressed Ctrl-C. */
  String noteOfInterrupt() {
    try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder, 2) : Stream.empty()) {
      long folds =
          files
              .filter(file -> file.getFileName().toString().matches(".*-fold-\\d+\\.json"))
              .count();
      return Count.of(folds, "finished fold is", "finished folds are")
          + " kept in "
          + folder
          + ": go on with --resume";
    } catch (IOException e) {
      return "finished folds are kept in " + folder + ": go on with --resume";
    }
  }

  /** Deletes what cv made, and folders that are empty then. */
  void delete() throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder, 2)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        String name = path.getFileName().toString();
        if (Files.isRegularFile(path) && FILE.matcher(name).matches()) {
          Files.delete(path);
        } else if (Files.isDirectory(path)
            && (path.equals(folder) || FOLDER.matcher(name).matches())) {
          deleteIfEmpty(path);
        }
      }
    }
  }

  private static void deleteIfEmpty(Path path) throws IOException {
    List<Path> left;
    try (Stream<Path> files = Files.list(path)) {
      left = files.toList();
    }
    if (left.isEmpty()) {
      Files.delete(path);
    }
  }
}
