package org.graft4j.eval.resample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.eval.PredictionTable;

/** Items without pictures, and trainers of which the right answer is known. */
final class Trainers {
  static final LabelMap LABELS = LabelMap.of(List.of("a", "b"));

  private Trainers() {}

  /** As many items of each class, whose files hold their ids. */
  static List<ImageItem> items(Path folder, int perClass) throws IOException {
    List<ImageItem> items = new ArrayList<>();
    for (int label = 0; label < 2; label++) {
      for (int i = 0; i < perClass; i++) {
        items.add(item(folder, LABELS.name(label) + "/" + i, label, LABELS.name(label) + i));
      }
    }
    return items;
  }

  static ImageItem item(Path folder, String id, int label, String content) throws IOException {
    Path file = folder.resolve(id.replace('/', '-'));
    Files.writeString(file, content);
    return new ImageItem(file, id, label);
  }

  /** What a model says that gives that class. */
  private static double[] sure(int label) {
    return label == 0 ? new double[] {0.9, 0.1} : new double[] {0.1, 0.9};
  }

  /** Answers by a function of the item. */
  static FoldModel answering(java.util.function.ToIntFunction<ImageItem> answer) {
    return items -> {
      PredictionTable.Builder table = PredictionTable.of(LABELS);
      for (ImageItem item : items) {
        table.add(item.id(), item.label(), sure(answer.applyAsInt(item)));
      }
      return table.build();
    };
  }

  /**
   * Knows by heart what it was given, by the files' bytes, and guesses the rest by a coin: any
   * accuracy above chance is a leak.
   */
  static FoldTrainer memorising() {
    return (split, place) -> {
      Map<String, Integer> known = new HashMap<>();
      for (ImageItem item :
          Stream.concat(split.train().stream(), split.validation().stream()).toList()) {
        known.put(Files.readString(item.file(), StandardCharsets.UTF_8), item.label());
      }
      return answering(
          item -> {
            try {
              Integer label = known.get(Files.readString(item.file(), StandardCharsets.UTF_8));
              return label == null ? coin(1, item) : label;
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          });
    };
  }

  /** Right with that chance for each item, independently of all others. */
  static FoldTrainer noisy(long seed, double chance) {
    return (split, place) ->
        answering(
            item ->
                Seed.of(seed).stream("noise", Seed.coordinate(item.id())).nextDouble() < chance
                    ? item.label()
                    : 1 - item.label());
  }

  private static int coin(long seed, ImageItem item) {
    return Seed.of(seed).stream("coin", Seed.coordinate(item.id())).nextInt(2);
  }
}
