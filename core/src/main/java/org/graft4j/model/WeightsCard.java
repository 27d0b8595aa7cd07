package org.graft4j.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.graft4j.data.InputSpec;

/**
 * All that must travel with weights so that nobody types it by hand. Immutable.
 *
 * @param id {@code architecture.tag}, say {@code resnet18.torchvision_in1k}
 * @param architecture id of the architecture that they fit
 * @param upTo the topmost layer group that they reach; empty if they are whole
 * @param input the preparation that they were trained with
 * @param classes names of the source classes in the order of the source head; empty if unknown
 * @param licence SPDX identifier or a short phrase; {@code "unknown"} if nobody said
 * @param source where they come from, for a reader
 * @param sha256 digest of the weights file, 64 hexadecimal digits
 */
public record WeightsCard(
    String id,
    String architecture,
    Optional<String> upTo,
    InputSpec input,
    List<String> classes,
    String licence,
    String source,
    String sha256) {

  public WeightsCard {
    if (!id.matches("[a-z0-9_-]+(\\.[a-z0-9_-]+)?")) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "id must be made of a-z, 0-9, '_', '-' with one '.' before the tag, but was '%s'",
              id));
    }
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "sha256 must be 64 hexadecimal digits, but was '%s'", sha256));
    }
    classes = List.copyOf(classes);
  }
}
