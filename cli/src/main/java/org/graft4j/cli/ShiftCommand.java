package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.graft4j.data.DatasetException;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Seed;
import org.graft4j.eval.shift.ClassifierTwoSampleTest;
import org.graft4j.eval.shift.MeanDiscrepancy;
import org.graft4j.features.FeatureCache;
import org.graft4j.featurise.Featuriser;
import org.graft4j.model.Backbone;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code graft4j shift}. */
@Command(
    name = "shift",
    description =
        "Says whether the pictures of two folders come from one source, as a backbone sees them:"
            + " how far what was learned on one can be trusted on the other.",
    mixinStandardHelpOptions = true)
final class ShiftCommand implements Callable<Integer> {
  /** The tests keep a number for each pair of pictures. */
  private static final int MOST = 2000;

  private static final int LEAST = 10;

  @ParentCommand private @Nullable Graft4j root;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private BackboneOptions backbone = new BackboneOptions();
  @Mixin private CacheOptions cacheOptions = new CacheOptions();

  @Parameters(
      index = "0",
      paramLabel = "A",
      description = "Folder of pictures, in subfolders or not.")
  private Path first = Path.of("");

  @Parameters(index = "1", paramLabel = "B", description = "The folder to compare it with.")
  private Path second = Path.of("");

  @Option(
      names = "--pictures",
      paramLabel = "N",
      defaultValue = "500",
      description =
          "Most pictures of each folder, chosen at random; up to 2000 (default: ${DEFAULT-VALUE}).")
  private int pictures = 500;

  @Option(
      names = "--folds",
      paramLabel = "K",
      defaultValue = "5",
      description = "Folds of the classifier's cross-fitting (default: ${DEFAULT-VALUE}).")
  private int folds = 5;

  @Option(
      names = "--permutations",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Permutations of each test (default: ${DEFAULT-VALUE}).")
  private int permutations = 1000;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

  @Option(
      names = "--strict",
      description = "Fail if a picture cannot be read, instead of leaving it out.")
  private boolean strict;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    requireOptions();
    Optional<FeatureCache> cache = cacheOptions.open();
    try {
      ShiftSide a = side(first, "A", cache);
      ShiftSide b = side(second, "B", cache);
      ShiftResult result = compare(a, b, cache);
      cache.ifPresent(CacheOptions::note);
      if (json) {
        Terminal.json(ShiftJson.of(result, permutations, seed));
      } else {
        ShiftText.lines(result, permutations, seed).forEach(Terminal::result);
      }
      return 0;
    } finally {
      if (cache.isPresent()) {
        cache.get().close();
      }
    }
  }

  private void requireOptions() {
    if (pictures < LEAST || pictures > MOST) {
      throw usage("--pictures must be from " + LEAST + " to " + MOST + ", but was " + pictures);
    }
    if (folds < 2) {
      throw usage("--folds must be 2 at least, but was " + folds);
    }
    if (permutations < 39) {
      throw usage(
          "--permutations must be 39 at least, or no p-value is small enough, but was "
              + permutations);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  private ShiftSide side(Path folder, String name, Optional<FeatureCache> cache)
      throws IOException {
    List<ImageItem> all = Pictures.all(folder, strict, cache);
    ShiftSide side = ShiftSide.of(all, pictures, Seed.of(seed), name);
    if (side.items().size() < LEAST) {
      throw new DatasetException(
          "'"
              + folder
              + "' must have "
              + LEAST
              + " different pictures at least to be compared, but has "
              + side.items().size());
    }
    if (side.copies() > 0) {
      Terminal.note(
          name
              + ": left out "
              + Count.of(side.copies(), "copy", "copies")
              + " of pictures that are there already");
    }
    return side;
  }

  private ShiftResult compare(ShiftSide a, ShiftSide b, Optional<FeatureCache> cache)
      throws IOException {
    int shared = a.shared(b);
    if (shared > 0) {
      Terminal.note(
          Count.of(shared, "picture is", "pictures are")
              + " in both folders: they make the folders look more alike than they are");
    }
    Backbone loaded = backbone.load(Seed.of(seed)).backbone();
    Interrupt interrupt = Objects.requireNonNull(root).interrupt();
    interrupt.workStarts();
    Featuriser plain =
        Featuriser.of(loaded).withListener(new ProgressLine()).stopWhen(interrupt::requested);
    Featuriser featuriser = cache.map(plain::withCache).orElse(plain);
    double[][] rowsA = rows(featuriser, a);
    double[][] rowsB = rows(featuriser, b);
    Seed runSeed = Seed.of(seed);
    return ShiftResult.of(
        a,
        b,
        ClassifierTwoSampleTest.test(rowsA, rowsB, folds, permutations, runSeed),
        MeanDiscrepancy.test(rowsA, rowsB, permutations, runSeed));
  }

  private static double[][] rows(Featuriser featuriser, ShiftSide side) throws IOException {
    try (INDArray features = featuriser.features(side.items())) {
      return features.toDoubleMatrix();
    }
  }
}
