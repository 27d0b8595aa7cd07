package org.graft4j.zoo;

import java.util.List;
import java.util.Optional;
import org.graft4j.data.InputSpec;

/**
 * What the importer of weights knows of them beyond the file. Immutable.
 *
 * @param input the preparation of pictures; empty for the usual one of the architecture and of the
 *     publisher whose names the tensors have
 * @param cut the layer group at which the weights end; empty if they are whole
 * @param classes names of the source classes in the order of the head; empty if unknown
 * @param licence SPDX identifier or a short phrase
 * @param source where they come from
 */
public record ImportSettings(
    Optional<InputSpec> input,
    Optional<String> cut,
    List<String> classes,
    String licence,
    String source) {

  public ImportSettings {
    classes = List.copyOf(classes);
  }

  /** Whole weights with the usual preparation, of which nothing else is known. */
  public static ImportSettings unknown() {
    return new ImportSettings(Optional.empty(), Optional.empty(), List.of(), "unknown", "unknown");
  }

  /** The same for weights that end at this layer group. */
  public ImportSettings withCut(String group) {
    return new ImportSettings(input, Optional.of(group), classes, licence, source);
  }

  /** The same with a licence and a source. */
  public ImportSettings withOrigin(String newLicence, String newSource) {
    return new ImportSettings(input, cut, classes, newLicence, newSource);
  }
}
