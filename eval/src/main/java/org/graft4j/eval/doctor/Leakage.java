package org.graft4j.eval.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.graft4j.data.ImageItem;
import org.graft4j.data.ItemDigests;

/**
 * Whether what a model is measured on was there to learn from. Compares the files' digests, the
 * pixels' digests and {@link PerceptualHash}es confirmed by a correlation of the pictures at 32x32;
 * needs no backbone. Turned copies, and those cropped by 5 % or more, are not found.
 */
public final class Leakage {
  private Leakage() {}

  /**
   * Decodes every picture of both parts once, on all processors. Pictures that cannot be decoded
   * are compared by their files' bytes alone.
   *
   * @param train what is learned from
   * @param measured what the number is measured on; may be empty
   */
  public static LeakFinding between(List<ImageItem> train, List<ImageItem> measured) {
    return between(
        train, measured, Runtime.getRuntime().availableProcessors(), done -> {}, () -> false);
  }

  /**
   * The same, with progress and an end.
   *
   * @param threads positive; changes nothing but the time
   * @param done is told how many pictures of both parts were looked at so far
   * @param stop is asked after each picture
   * @throws org.graft4j.train.TrainingInterruptedException if it was asked to stop
   */
  public static LeakFinding between(
      List<ImageItem> train,
      List<ImageItem> measured,
      int threads,
      IntConsumer done,
      BooleanSupplier stop) {
    if (threads <= 0) {
      throw new IllegalArgumentException("threads must be positive, but was " + threads);
    }
    if (train.isEmpty() || measured.isEmpty()) {
      return LeakFinding.none(measured.size());
    }
    List<ImageItem> all = new ArrayList<>(train);
    all.addAll(measured);
    List<PictureLook> looks = PictureLooks.at(all, threads, done, stop);
    Copies copies = Copies.among(looks, PixelLikeness.of(looks), stop);
    int learned = train.size();
    List<Integer> from = new ArrayList<>();
    List<Integer> to = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      (i < learned ? from : to).add(i);
    }
    return between(copies, all, from, to);
  }

  /**
   * Compares the files' bytes alone, which costs next to nothing: a copy that was saved anew is not
   * found. Files that cannot be read match nothing.
   *
   * @param digests knows files that were read before
   */
  public static LeakFinding ofFiles(
      List<ImageItem> train, List<ImageItem> measured, ItemDigests digests) {
    Map<String, ImageItem> learned = new HashMap<>();
    List<Optional<String>> known = digests.ofReadable(train);
    for (int i = 0; i < train.size(); i++) {
      ImageItem item = train.get(i);
      known.get(i).ifPresent(digest -> learned.putIfAbsent(digest, item));
    }
    List<LeakFinding.Example> examples = new ArrayList<>();
    List<Optional<String>> asked = digests.ofReadable(measured);
    for (int i = 0; i < measured.size(); i++) {
      ImageItem item = measured.get(i);
      asked
          .get(i)
          .map(learned::get)
          .ifPresent(
              copy ->
                  examples.add(
                      new LeakFinding.Example(
                          item.id(), copy.id(), Match.SAME_FILE, item.label() == copy.label())));
    }
    int otherClass = (int) examples.stream().filter(example -> !example.sameClass()).count();
    return new LeakFinding(
        measured.size(),
        examples.size(),
        0,
        0,
        0,
        otherClass,
        examples.subList(0, Math.min(LeakFinding.MOST_EXAMPLES, examples.size())));
  }

  /**
   * From copies that are known.
   *
   * @param train places of the training items
   * @param measured places of the measured items
   */
  static LeakFinding between(
      Copies copies, List<ImageItem> items, List<Integer> train, List<Integer> measured) {
    Map<Match, Map<Group, Integer>> learned = new EnumMap<>(Match.class);
    for (Match match : Match.values()) {
      Map<Group, Integer> groups = new HashMap<>();
      train.forEach(i -> groups.putIfAbsent(group(copies, items, match, i), i));
      learned.put(match, groups);
    }
    Map<Match, Integer> counts = new EnumMap<>(Match.class);
    int otherClass = 0;
    List<LeakFinding.Example> examples = new ArrayList<>();
    for (int i : measured) {
      Optional<LeakFinding.Example> found = surest(copies, items, learned, i);
      if (found.isPresent()) {
        LeakFinding.Example example = found.get();
        counts.merge(example.match(), 1, Integer::sum);
        otherClass += example.match().copy() && !example.sameClass() ? 1 : 0;
        examples.add(example);
      }
    }
    examples.sort(Comparator.comparing(LeakFinding.Example::match));
    return new LeakFinding(
        measured.size(),
        counts.getOrDefault(Match.SAME_FILE, 0),
        counts.getOrDefault(Match.SAME_PIXELS, 0),
        counts.getOrDefault(Match.CHANGED_COPY, 0) + counts.getOrDefault(Match.MIRRORED_COPY, 0),
        counts.getOrDefault(Match.LOOK_ALIKE, 0),
        otherClass,
        examples.subList(0, Math.min(LeakFinding.MOST_EXAMPLES, examples.size())));
  }

  /** Mirror images count within a class alone: a left hand is no copy of a right one. */
  private record Group(int first, int label) {}

  private static Group group(Copies copies, List<ImageItem> items, Match match, int place) {
    boolean any = match != Match.MIRRORED_COPY;
    return new Group(copies.group(match, place), any ? -1 : items.get(place).label());
  }

  private static Optional<LeakFinding.Example> surest(
      Copies copies, List<ImageItem> items, Map<Match, Map<Group, Integer>> learned, int place) {
    for (Map.Entry<Match, Map<Group, Integer>> kind : learned.entrySet()) {
      Integer train = kind.getValue().get(group(copies, items, kind.getKey(), place));
      if (train != null) {
        ImageItem one = items.get(place);
        ImageItem other = items.get(train);
        return Optional.of(
            new LeakFinding.Example(
                one.id(), other.id(), kind.getKey(), one.label() == other.label()));
      }
    }
    return Optional.empty();
  }
}
