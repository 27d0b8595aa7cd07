package org.graft4j.zoo.catalogue;

/**
 * The classes that the weights' own head tells apart, by the name of the set.
 *
 * @param set say {@code imagenet-1k}; letters, digits, dots and hyphens
 * @param number of them, positive
 */
public record SourceClasses(String set, int number) {
  public SourceClasses {
    if (!set.matches("[A-Za-z0-9._-]{1,60}")) {
      throw new IllegalArgumentException(
          "classes.set must be 1 to 60 letters, digits, dots and hyphens, but was '"
              + PlainText.quoted(set)
              + "'");
    }
    if (number <= 0) {
      throw new IllegalArgumentException("classes.number must be positive, but was " + number);
    }
  }

  /** Say {@code 1000 of imagenet-1k}. */
  @Override
  public String toString() {
    return number + " of " + set;
  }
}
