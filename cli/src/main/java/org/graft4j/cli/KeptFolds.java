package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.graft4j.eval.resample.FoldStore;
import org.graft4j.eval.resample.OtherFoldsException;

/** The folder of finished folds, over several runs. */
record KeptFolds(Path folder) {

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
    if (there && !resume && force) {
      FoldStore.delete(folder);
    } else if (there && !resume) {
      FoldStore.require(folder);
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
    String many;
    try {
      many = Count.of(FoldStore.finished(folder), "finished fold is", "finished folds are");
    } catch (IOException e) {
      many = "finished folds are";
    }
    return many + " kept in " + folder + ": go on with --resume";
  }

  /** Deletes the folds when all is done, unless someone put something among them meanwhile. */
  void end() throws IOException {
    try {
      FoldStore.delete(folder);
    } catch (OtherFoldsException e) {
      Terminal.note("the folds are left in " + folder + ": " + e.getMessage());
    }
  }
}
