package org.graft4j.zoo.catalogue;

import java.util.Locale;

/** Whose names the tensors of a file have. */
public enum KeyNaming {
  TORCHVISION,
  TIMM,
  HUGGINGFACE,
  KERAS,
  DL4J;

  /** As it is written down, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
