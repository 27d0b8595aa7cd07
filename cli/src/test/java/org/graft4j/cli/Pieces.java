package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.graft4j.data.Seed;
import org.graft4j.data.synthetic.DrawnFolder;
import org.graft4j.data.synthetic.DrawnTask;
import org.graft4j.model.Backbone;
import org.graft4j.zoo.StateDictionary;
import org.graft4j.zoo.UntrainedBackbone;
import org.graft4j.zoo.format.SafetensorsWriter;

/** Weights and pictures to run the command on. */
final class Pieces {
  private Pieces() {}

  /** A weights file of a small architecture, with random values. */
  static Path weights(Path folder) throws IOException {
    Backbone random = UntrainedBackbone.of("slimresnet", 0, Seed.of(1));
    Path file = folder.resolve("slim.safetensors");
    SafetensorsWriter.write(file, StateDictionary.of(random.graph(), true));
    return file;
  }

  /** Three classes with 6 training and 4 test pictures each. */
  static Path divided(Path folder) throws IOException {
    DrawnFolder.write(DrawnTask.target(), folder, Map.of("train", 6, "test", 4), 32, Seed.of(1));
    List<String> names = DrawnTask.target().labels().names();
    for (String name : names.subList(3, names.size())) {
      delete(folder.resolve("train").resolve(name));
      delete(folder.resolve("test").resolve(name));
    }
    return folder;
  }

  /** The training part of {@link #divided} as a folder of its own. */
  static Path plain(Path folder) throws IOException {
    Path work = divided(folder.resolveSibling(folder.getFileName() + "-drawn"));
    Files.move(work.resolve("train"), folder);
    return folder;
  }

  /** Names of the classes. */
  static List<String> classes() {
    return DrawnTask.target().labels().names().subList(0, 3);
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }

  /** The names in a folder. */
  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
