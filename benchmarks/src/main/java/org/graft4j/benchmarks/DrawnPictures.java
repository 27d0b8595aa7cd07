package org.graft4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.Seed;
import org.graft4j.data.synthetic.DrawnFolder;
import org.graft4j.data.synthetic.DrawnTask;

/** A temporary folder of drawn JPEG files, deleted when closed. */
record DrawnPictures(Path folder) implements AutoCloseable {

  /**
   * Draws them.
   *
   * @param count of pictures, at least one a class; divided by the number of classes, rounded up
   * @param size side in pixels
   */
  static DrawnPictures write(int count, int size) {
    DrawnTask task = DrawnTask.target();
    int perClass = (count + task.labels().size() - 1) / task.labels().size();
    try {
      Path folder = Files.createTempDirectory("graft4j-bench");
      DrawnFolder.write(task, folder, Map.of("train", perClass), size, Seed.of(3));
      return new DrawnPictures(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of them to train on. */
  static DatasetSplit split(Path folder) throws IOException {
    ImageFolder scanned = ImageFolder.scan(folder.resolve("train"));
    return new DatasetSplit(scanned.labels(), scanned.items(), List.of(), List.of());
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
