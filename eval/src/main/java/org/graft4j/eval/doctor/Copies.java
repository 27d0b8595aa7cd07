package org.graft4j.eval.doctor;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.graft4j.train.TrainingInterruptedException;

/**
 * Which of a list of pictures are the same ones: groups for each {@link Match}, where a group of a
 * less sure kind holds those of the surer kinds whole. Immutable.
 */
final class Copies {
  /**
   * Candidates of one picture that turned out to be other ones, after which no more are looked at:
   * thousands of nearly empty pictures may have one hash.
   */
  private static final int MOST_REFUSED = 256;

  /** For each kind, a member of its group for each picture: the first one. */
  private final Map<Match, int[]> first;

  private Copies(Map<Match, int[]> first) {
    this.first = first;
  }

  /**
   * Groups pictures by digest, by pixels, and by hashes that a closer look confirms.
   *
   * @param likeness asked with places in the list
   * @param stop asked before each picture
   * @throws TrainingInterruptedException if it was asked to stop
   */
  static Copies among(List<PictureLook> looks, Likeness likeness, BooleanSupplier stop) {
    int n = looks.size();
    Map<Match, int[]> parents = new EnumMap<>(Match.class);
    for (Match match : Match.values()) {
      parents.put(match, IntStream.range(0, n).toArray());
    }
    Copies copies = new Copies(parents);
    Map<String, Integer> files = new HashMap<>();
    Map<String, Integer> pixels = new HashMap<>();
    List<Integer> distinct = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      PictureLook look = looks.get(i);
      Integer sameFile = look.digest().isEmpty() ? null : files.putIfAbsent(look.digest(), i);
      if (sameFile != null) {
        copies.join(Match.SAME_FILE, sameFile, i);
        continue;
      }
      Optional<String> content = look.content().map(PictureLook.Content::pixels);
      Integer samePixels = content.isEmpty() ? null : pixels.putIfAbsent(content.get(), i);
      if (samePixels != null) {
        copies.join(Match.SAME_PIXELS, samePixels, i);
      } else if (content.isPresent()) {
        distinct.add(i);
      }
    }
    copies.joinNear(looks, distinct, likeness, stop);
    likeness.alike((one, other) -> copies.join(Match.LOOK_ALIKE, one, other));
    for (int[] parent : parents.values()) {
      for (int i = 0; i < n; i++) {
        parent[i] = root(parent, i);
      }
    }
    return copies;
  }

  private void joinNear(
      List<PictureLook> looks, List<Integer> distinct, Likeness likeness, BooleanSupplier stop) {
    List<PictureLook.Content> contents =
        distinct.stream().map(i -> looks.get(i).content().orElseThrow()).toList();
    NearDuplicates index =
        NearDuplicates.index(contents.stream().map(PictureLook.Content::hash).toList());
    for (int query = 0; query < contents.size(); query++) {
      if (stop.getAsBoolean()) {
        throw new TrainingInterruptedException("while copies were looked for");
      }
      for (boolean mirrored : new boolean[] {false, true}) {
        PictureLook.Content content = contents.get(query);
        int[] refused = new int[1];
        index.within(
            query,
            mirrored ? content.mirrored() : content.hash(),
            NearDuplicates.FARTHEST,
            (i, found, distance) -> {
              if (found < i && refused[0] < MOST_REFUSED) {
                refused[0] += confirm(distinct.get(found), distinct.get(i), mirrored, likeness);
              }
            });
      }
    }
  }

  /** 1 if the two are other pictures, 0 if they belong together. */
  private int confirm(int one, int other, boolean mirrored, Likeness likeness) {
    Match sought = mirrored ? Match.MIRRORED_COPY : Match.CHANGED_COPY;
    if (root(parents(sought), one) == root(parents(sought), other)) {
      return 0;
    }
    Optional<Match> match = likeness.of(one, other, mirrored);
    match.ifPresent(found -> join(found, one, other));
    return match.isPresent() ? 0 : 1;
  }

  /** A surer kind's groups are whole in those of the less sure ones. */
  private void join(Match match, int one, int other) {
    for (Match kind : EnumSet.range(match, Match.LOOK_ALIKE)) {
      int[] parent = parents(kind);
      int a = root(parent, one);
      int b = root(parent, other);
      parent[Math.max(a, b)] = Math.min(a, b);
    }
  }

  private int[] parents(Match match) {
    return Objects.requireNonNull(first.get(match));
  }

  private static int root(int[] parent, int i) {
    int at = i;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  /** The first picture of the group that a picture is in; itself if it is alone or the first. */
  int group(Match match, int picture) {
    return parents(match)[picture];
  }

  /** The groups of two and more, in the order of their first members, members ascending. */
  List<List<Integer>> groups(Match match) {
    Map<Integer, List<Integer>> groups = new TreeMap<>();
    for (int i = 0; i < parents(match).length; i++) {
      groups.computeIfAbsent(group(match, i), root -> new ArrayList<>()).add(i);
    }
    return groups.values().stream().filter(group -> group.size() > 1).toList();
  }
}
