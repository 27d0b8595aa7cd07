package org.graft4j.zoo.download;

/**
 * What a publisher says of a file's SHA-256: all of it, or its first digits. Immutable.
 *
 * <p>Eight digits, which torchvision's file names carry, tell a damaged file and a wrong one from
 * the right one; they do not withstand someone who makes another file with the same beginning of
 * the digest on purpose.
 */
public sealed interface PublishedDigest {
  /** Hexadecimal digits of a whole SHA-256. */
  int WHOLE = 64;

  /** Hexadecimal digits of a prefix. */
  int FIRST = 8;

  /** The digits that are known, in lower case. */
  String digits();

  /** Whether a file with this SHA-256, in lower-case hexadecimal digits, can be the one. */
  default boolean matches(String sha256) {
    return sha256.length() == WHOLE && sha256.startsWith(digits());
  }

  /**
   * By the number of digits.
   *
   * @throws IllegalArgumentException if they are not 64 or 8 lower-case hexadecimal digits
   */
  static PublishedDigest of(String digits) {
    return digits.length() == FIRST ? new First(digits) : new Whole(digits);
  }

  /**
   * The whole digest.
   *
   * @param digits 64 of them
   */
  record Whole(String digits) implements PublishedDigest {
    public Whole {
      require(digits, WHOLE);
    }

    @Override
    public String toString() {
      return digits;
    }
  }

  /**
   * Its beginning.
   *
   * @param digits 8 of them
   */
  record First(String digits) implements PublishedDigest {
    public First {
      require(digits, FIRST);
    }

    /** Say {@code f37072fd...}. */
    @Override
    public String toString() {
      return digits + "...";
    }
  }

  private static void require(String digits, int number) {
    if (digits.length() != number || !digits.matches("[0-9a-f]+")) {
      throw new IllegalArgumentException(
          "sha256 must be 64 or the first 8 hexadecimal digits in lower case, but was '"
              + digits
              + "'");
    }
  }
}
