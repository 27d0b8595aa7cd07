package org.graft4j.examples.methods;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.Stage;
import org.graft4j.zoo.Zoo;
import org.graft4j.zoo.adapt.InputSize;
import org.jspecify.annotations.Nullable;

/**
 * Where trials are run: the backbone, the pictures drawn for each seed, the sizes. Confined to one
 * thread. Closing it deletes what it drew.
 */
public final class Bench implements AutoCloseable {
  /** Small pictures: quick, and hard enough that a method has something to better. */
  public static final int SIZE = 32;

  private static final int FEWEST = 4;

  private final Path folder;
  private final Optional<Path> shared;
  private final boolean tiny;
  private final Map<String, TrialData.Parts> drawn = new HashMap<>();
  private @Nullable Backbone backbone;

  private Bench(Path folder, Optional<Path> shared, boolean tiny) {
    this.folder = folder;
    this.shared = shared;
    this.tiny = tiny;
  }

  /**
   * A bench with a temporary folder.
   *
   * @param shared a folder with real pictures, for the trials that want them; empty leaves those
   *     out
   * @param tiny a few pictures and one epoch of everything: shows that it runs, and nothing else
   */
  public static Bench open(Optional<Path> shared, boolean tiny) throws IOException {
    return new Bench(Files.createTempDirectory("graft4j-trials"), shared, tiny);
  }

  /** The backbone that comes with the library, for pictures of 32x32; not to be changed. */
  public Backbone backbone() throws IOException {
    if (backbone == null) {
      backbone = InputSize.of(Zoo.standard().load("slimresnet.shapes"), SIZE, SIZE);
    }
    return backbone;
  }

  /** The pictures of a seed: drawn or chosen once, for all trials on such data. */
  public TrialData.Parts parts(TrialData data, Seed seed) throws IOException {
    String key = data.describe() + ", " + seed;
    TrialData.Parts parts = drawn.get(key);
    if (parts == null) {
      parts = data.parts(seed, this);
      drawn.put(key, parts);
    }
    return parts;
  }

  /** A place for files. */
  public Path folder() throws IOException {
    return Files.createTempDirectory(folder, "data");
  }

  /** The folder with real pictures, if one was given. */
  public Optional<Path> shared() {
    return shared;
  }

  /** Whether it shows only that a trial runs. */
  public boolean tiny() {
    return tiny;
  }

  /** That many, or a few on a tiny bench. */
  public int pictures(int count) {
    return tiny ? Math.min(FEWEST, count) : count;
  }

  /** That many epochs, or one on a tiny bench. */
  public int epochs(int count) {
    return tiny ? 1 : count;
  }

  /** The plan, or the same stages with an epoch each on a tiny bench. */
  public FineTunePlan sized(FineTunePlan plan) {
    List<Stage> stages =
        plan.stages().stream()
            .map(s -> new Stage(s.name(), s.scope(), epochs(s.epochs()), s.rates()))
            .toList();
    return tiny ? new FineTunePlan(stages) : plan;
  }

  @Override
  public void close() throws IOException {
    List<Path> all;
    try (Stream<Path> paths = Files.walk(folder)) {
      all = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
