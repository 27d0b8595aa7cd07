package org.graft4j.zoo.catalogue;

import java.net.URI;
import java.util.Optional;
import org.graft4j.data.InputSpec;
import org.graft4j.zoo.download.PublishedDigest;
import org.graft4j.zoo.download.RemoteFile;

/**
 * What is known of weights that can be fetched. Immutable.
 *
 * @param id {@code architecture.tag}, of {@code a-z 0-9 _ -}: it names a folder
 * @param architecture id of the architecture that they fit
 * @param upTo the topmost layer group that they reach; empty if they are whole
 * @param file where they are to be had; by {@code https}, or by {@code http} if the whole digest is
 *     known
 * @param licence SPDX identifier or a short phrase
 * @param source what they are, for a reader
 * @param classes what their head tells apart; empty if they have none
 * @param input the preparation that they were trained for
 * @param keys whose names their tensors have; a fetched file that has others is refused
 * @param accuracy what their publisher states; empty if nothing
 */
public record CatalogueCard(
    String id,
    String architecture,
    Optional<String> upTo,
    RemoteFile file,
    String licence,
    String source,
    Optional<SourceClasses> classes,
    InputSpec input,
    KeyNaming keys,
    Optional<PublishedAccuracy> accuracy) {

  public CatalogueCard {
    if (!architecture.matches("[a-z0-9_-]{1,60}")) {
      throw new IllegalArgumentException(
          "architecture must be 1 to 60 of a-z, 0-9, '_' and '-', but was '"
              + PlainText.quoted(architecture)
              + "'");
    }
    if (!id.startsWith(architecture + ".")
        || !id.substring(architecture.length() + 1).matches("[a-z0-9_-]{1,60}")) {
      throw new IllegalArgumentException(
          "id must be '"
              + architecture
              + ".' and a tag of 1 to 60 of a-z, 0-9, '_' and '-', but was '"
              + PlainText.quoted(id)
              + "'");
    }
    for (URI url : file.urls()) {
      if (!"https".equals(url.getScheme()) && file.digest() instanceof PublishedDigest.First) {
        throw new IllegalArgumentException(
            "urls must be https where only the first digits of the digest are known, but one was '"
                + PlainText.quoted(url.toString())
                + "'");
      }
    }
    upTo.ifPresent(group -> PlainText.require("upTo", group));
    PlainText.require("licence", licence);
    PlainText.require("source", source);
  }
}
