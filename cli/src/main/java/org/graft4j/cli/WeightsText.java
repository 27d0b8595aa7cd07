package org.graft4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.graft4j.data.InputSpecJson;
import org.graft4j.model.WeightsCard;
import org.graft4j.zoo.Zoo;
import org.graft4j.zoo.catalogue.CatalogueCard;
import org.graft4j.zoo.download.PublishedDigest;

/** What is known of weights, those that are here and those that can be fetched, as JSON. */
final class WeightsText {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private WeightsText() {}

  /** The card of weights that are here, and what the catalogue adds. */
  static ObjectNode json(Zoo zoo, WeightsCard card) throws IOException {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("id", card.id());
    node.put("architecture", card.architecture());
    node.put("installed", true);
    Optional<Path> file = zoo.file(card.id());
    node.put("file", file.map(Path::toString).orElse(null));
    node.put("bytes", file.isPresent() ? (Long) Files.size(file.get()) : null);
    node.put("upTo", card.upTo().orElse(null));
    InputSpecJson.write(card.input(), node.putObject("input"));
    node.set("classes", MAPPER.valueToTree(card.classes()));
    node.put("licence", card.licence());
    node.put("source", card.source());
    node.put("sha256", card.sha256());
    published(zoo, card).ifPresent(known -> addPublished(node, known));
    return node;
  }

  /** What a catalogue says of these very weights, not only of their id. */
  static Optional<CatalogueCard> published(Zoo zoo, WeightsCard card) throws IOException {
    return zoo.catalogue()
        .find(card.id())
        .filter(known -> known.file().digest().matches(card.sha256()));
  }

  /** Weights that are here, but cannot be used. */
  static ObjectNode damaged(String id, String reason) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("id", id);
    node.put("architecture", id.replaceFirst("\\..*", ""));
    node.put("installed", true);
    node.put("damaged", reason);
    return node;
  }

  /** The card of weights that can be fetched. */
  static ObjectNode json(CatalogueCard card) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("id", card.id());
    node.put("architecture", card.architecture());
    node.put("installed", false);
    node.put("bytes", card.file().size().most());
    node.put("upTo", card.upTo().orElse(null));
    InputSpecJson.write(card.input(), node.putObject("input"));
    node.put("licence", card.licence());
    node.put("source", card.source());
    boolean whole = card.file().digest() instanceof PublishedDigest.Whole;
    node.put(whole ? "sha256" : "sha256Prefix", card.file().digest().digits());
    addPublished(node, card);
    return node;
  }

  private static void addPublished(ObjectNode node, CatalogueCard card) {
    card.file().urls().stream().map(URI::toString).forEach(node.putArray("urls")::add);
    node.put("keys", card.keys().toString());
    card.classes()
        .ifPresent(c -> node.putObject("classSet").put("set", c.set()).put("number", c.number()));
    card.accuracy()
        .ifPresent(
            a ->
                node.putObject("accuracy")
                    .put("top1", a.top1())
                    .put("top5", a.top5())
                    .put("on", a.on())
                    .put("source", a.source()));
  }
}
