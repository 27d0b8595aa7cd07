package org.graft4j.examples.methods;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;

/**
 * Handwritten digits of two origins, MNIST to learn from and USPS to be measured on, from {@code
 * sets/digits-mnist-usps.zip} in the bench's folder of real pictures. Each seed chooses what it
 * learns from; what is measured on is the same for all.
 *
 * @param train MNIST pictures of each digit
 */
public record Digits(int train) implements TrialData {
  private static final String ZIP = "sets/digits-mnist-usps.zip";

  @Override
  public String describe() {
    return "MNIST digits, "
        + train
        + " pictures each; measured on USPS, of which others are there without labels";
  }

  @Override
  public boolean isThere(Bench bench) {
    return bench.shared().isPresent() && Files.isRegularFile(bench.shared().get().resolve(ZIP));
  }

  @Override
  public Parts parts(Seed seed, Bench bench) throws IOException {
    Path folder = bench.folder();
    unpack(bench.shared().orElseThrow().resolve(ZIP), folder);
    DatasetSplit mnist = split(folder.resolve("digits/mnist"));
    DatasetSplit usps = split(folder.resolve("digits/usps"));
    List<ImageItem> chosen = chosen(mnist.train(), mnist.labels(), bench.pictures(train), seed);
    return new Parts(
        new DatasetSplit(mnist.labels(), chosen, List.of(), List.of()), usps.test(), usps.train());
  }

  private static DatasetSplit split(Path folder) throws IOException {
    return ImageFolder.scan(folder).givenSplit().orElseThrow();
  }

  private static List<ImageItem> chosen(
      List<ImageItem> items, LabelMap labels, int perClass, Seed seed) {
    int[] order = seed.permutation(items.size(), "trial-choice");
    int[] seen = new int[labels.size()];
    List<ImageItem> chosen = new ArrayList<>();
    for (int place : order) {
      ImageItem item = items.get(place);
      if (seen[item.label()]++ < perClass) {
        chosen.add(item);
      }
    }
    return chosen;
  }

  private static void unpack(Path zip, Path folder) throws IOException {
    try (FileSystem inside = FileSystems.newFileSystem(zip);
        Stream<Path> paths = Files.walk(inside.getPath("/"))) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Path target = folder.resolve("." + path).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException("'" + zip + "' must have plain paths, but has '" + path + "'");
        }
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
  }
}
