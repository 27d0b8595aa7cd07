package org.graft4j.eval.doctor;

import java.util.Locale;

/** What a finding is of; a report may hold several of a kind, say one for each part. */
public enum FindingKind {
  /** Copies in two parts. */
  LEAK,
  /** Pictures much like each other in two parts. */
  POSSIBLE_LEAK,
  /** Copies in two classes. */
  LABEL_CONFLICT,
  /** Copies in one class and one part, equal in bytes or pixels. */
  EXACT_DUPLICATE,
  /** Changed or mirrored copies in one class and one part. */
  NEAR_DUPLICATE,
  /** Pictures much like each other in one class and one part. */
  LOOK_ALIKE,
  /** Pictures that cannot be decoded. */
  UNREADABLE,
  /** Files with a picture's name that the scan left out. */
  SKIPPED_PICTURE,
  /** Other files that the scan left out. */
  SKIPPED_FILE,
  /** Files whose names say another format than their content. */
  WRONG_EXTENSION,
  /** Pictures of very many pixels. */
  LARGE_PICTURE,
  /** Pictures much smaller than what the network sees. */
  SMALL_PICTURE,
  /** Pictures much longer in one direction. */
  EXTREME_ASPECT,
  /** Pictures without any structure. */
  ONE_COLOUR,
  /** Grey pictures among coloured ones, or the other way round. */
  MIXED_COLOUR,
  /** Pictures with a transparent part, which is not used. */
  ALPHA,
  /** Pictures in print colours. */
  CMYK,
  /** Classes with few pictures to learn from. */
  TINY_CLASS,
  /** Classes of very different sizes. */
  IMBALANCE,
  /** Classes that a part has no picture of. */
  MISSING_IN_PART,
  /** Class names that look like one name spelt twice. */
  SIMILAR_NAMES,
  /** Something other than what is in the pictures that tells the classes apart. */
  SHORTCUT,
  /** Pictures that may have the wrong label. */
  LABEL_SUSPECT;

  /** In JSON and on the screen, say {@code label-conflict}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
