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
 * Augmentations one after the other. Each link has a random stream of its own, made from one number
 * of the sample's stream and the link's place: how much chance one link uses does not change what
 * the next ones do.
 *
 * @param links in the order in which they are applied; none changes nothing
 */
public record Sequence(List<Augmentation> links) implements Transform {

  public Sequence {
    links = List.copyOf(links);
  }

  /** The links in the order in which they are applied. */
  public static Sequence of(Augmentation... links) {
    return new Sequence(List.of(links));
  }

  @Override
  public String describe() {
    return "Sequence[" + Links.describe(links) + "]";
  }

  @Override
  public boolean unnamed() {
    return Links.unnamed(links);
  }

  @Override
  public boolean isNone() {
    return Links.allNone(links);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    Seed seed = Seed.of(random.nextLong());
    List<Draw> draws = new ArrayList<>(links.size());
    for (int i = 0; i < links.size(); i++) {
      draws.add(links.get(i).draw(seed.stream("link", i)));
    }
    return Draw.inOrder(draws);
  }

  @Override
  public boolean movesMasks() {
    return Links.allMoveMasks(links);
  }

  @Override
  public boolean framing() {
    return links.stream().anyMatch(Augmentation::framing);
  }

  @Override
  public Augmentation forInput(InputSpec input) {
    return new Sequence(Links.forInput(links, input));
  }
}
