package org.graft4j.augment.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.graft4j.augment.Transform;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Draw;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Seed;

/**
 * Some of several augmentations, each at most once, in random order: which ones and in which order
 * is drawn anew for each sample. All of them is a random order of all. As in {@link Sequence}, each
 * link has a stream of its own, made from one number of the sample's stream and the link's place in
 * {@code links}, so that the same link draws the same wherever it ends up.
 *
 * @param count how many are applied, 0 to the number of links
 * @param links either all of them {@linkplain Augmentation#framing() choose} what part of the
 *     stored picture is seen, or none of them
 */
public record SomeOf(int count, List<Augmentation> links) implements Transform {

  public SomeOf {
    links = List.copyOf(links);
    if (count < 0 || count > links.size()) {
      throw new IllegalArgumentException(
          "count must be from 0 to the number of links, " + links.size() + ", but was " + count);
    }
    Links.requireAlikeInFraming(links);
    if (count == 0 && !links.isEmpty() && links.get(0).framing()) {
      throw new IllegalArgumentException(
          "count must be at least 1 where the links choose what part of the picture is seen, but was 0");
    }
  }

  /** That many of these. */
  public static SomeOf of(int count, Augmentation... links) {
    return new SomeOf(count, List.of(links));
  }

  @Override
  public Draw draw(RandomGenerator random) {
    Seed seed = Seed.of(random.nextLong());
    int[] order = seed.permutation(links.size(), "choice");
    List<Draw> draws = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      draws.add(links.get(order[i]).draw(seed.stream("link", order[i])));
    }
    return Draw.inOrder(draws);
  }

  @Override
  public boolean movesMasks() {
    return Links.allMoveMasks(links);
  }

  @Override
  public boolean framing() {
    return !links.isEmpty() && links.get(0).framing();
  }

  @Override
  public Augmentation forInput(InputSpec input) {
    return new SomeOf(count, Links.forInput(links, input));
  }

  @Override
  public String describe() {
    String of = links.isEmpty() ? "" : ", " + Links.describe(links);
    return "SomeOf[count=" + count + of + "]";
  }

  @Override
  public boolean unnamed() {
    return Links.unnamed(links);
  }

  @Override
  public boolean isNone() {
    return count == 0 || Links.allNone(links);
  }
}
