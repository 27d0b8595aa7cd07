package org.graft4j.zoo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.graft4j.model.Backbone;
import org.graft4j.model.WeightsCard;
import org.graft4j.runtime.AtomicFile;
import org.graft4j.zoo.format.SafetensorsWriter;
import org.graft4j.zoo.format.WeightsFile;

/** Writes weights of one's own in the form in which the library embeds them. */
public final class WeightsExport {
  private WeightsExport() {}

  /**
   * Writes {@code ID.safetensors} with all parameters under torch's names, the head's included, and
   * {@code ID.json} with the card. Existing files are replaced, each in one step; the same backbone
   * gives the same bytes.
   *
   * @param folder must exist
   * @param half whether values are stored in half precision, rounded to the nearest
   * @param facts classes, licence and source of the card, and its preparation of pictures if it is
   *     not the backbone's
   * @return the card
   * @throws IllegalArgumentException if a layer has no counterpart in torch, or the id is not the
   *     backbone's architecture, a dot and a tag; nothing is written then
   */
  public static WeightsCard save(
      Path folder, String id, Backbone backbone, boolean half, ImportSettings facts)
      throws IOException {
    WeightsId.require(id, backbone.architecture());
    Path weights = folder.resolve(id + ".safetensors");
    SafetensorsWriter.write(weights, StateDictionary.of(backbone.graph(), half));
    String sha256;
    try (WeightsFile written = WeightsFile.open(weights)) {
      sha256 = written.sha256();
    }
    WeightsCard card =
        new WeightsCard(
            id,
            backbone.architecture(),
            facts.cut(),
            facts.input().orElse(backbone.input()),
            facts.classes(),
            facts.licence(),
            facts.source(),
            sha256);
    byte[] json = CardJson.write(card).getBytes(StandardCharsets.UTF_8);
    AtomicFile.replace(folder.resolve(id + ".json"), out -> out.write(json));
    return card;
  }
}
