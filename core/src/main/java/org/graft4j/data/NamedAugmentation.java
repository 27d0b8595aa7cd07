package org.graft4j.data;

import java.util.random.RandomGenerator;

/** An augmentation that is known by a name, since its code cannot tell what it does. */
record NamedAugmentation(String name, Augmentation augmentation) implements Augmentation {

  NamedAugmentation {
    if (name.isBlank() || name.equals(UNNAMED)) {
      throw new IllegalArgumentException(
          "name must say what the augmentation does, but was '" + name + "'");
    }
  }

  @Override
  public Picture apply(Picture picture, RandomGenerator random) {
    return draw(random).apply(picture);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return augmentation.draw(random);
  }

  @Override
  public boolean movesMasks() {
    return augmentation.movesMasks();
  }

  @Override
  public boolean framing() {
    return augmentation.framing();
  }

  @Override
  public Augmentation forInput(InputSpec input) {
    return new NamedAugmentation(name, augmentation.forInput(input));
  }

  @Override
  public String describe() {
    return name;
  }

  @Override
  public boolean isNone() {
    return augmentation.isNone();
  }
}
