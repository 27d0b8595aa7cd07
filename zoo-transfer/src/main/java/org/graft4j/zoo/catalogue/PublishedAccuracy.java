package org.graft4j.zoo.catalogue;

import java.util.Locale;

/**
 * An accuracy that the weights' publisher states; Graft4J has not measured it.
 *
 * @param top1 per cent of the samples whose likeliest class was right, 0 to 100
 * @param top5 per cent of those whose class was among the five likeliest, not below {@code top1}
 * @param on which samples, and how they were prepared
 * @param source where it is stated
 */
public record PublishedAccuracy(double top1, double top5, String on, String source) {
  private static final int WHOLE = 100;

  public PublishedAccuracy {
    if (!(top1 >= 0 && top1 <= top5 && top5 <= WHOLE)) {
      throw new IllegalArgumentException(
          "accuracy must be 0 <= top1 <= top5 <= 100, but was " + top1 + " and " + top5);
    }
    PlainText.require("accuracy.on", on);
    PlainText.require("accuracy.source", source);
  }

  /** Say {@code 69.76 % top-1, 89.08 % top-5 on ImageNet-1K (source)}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%.2f %% top-1, %.2f %% top-5 on %s (%s)", top1, top5, on, source);
  }
}
