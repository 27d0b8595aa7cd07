package org.graft4j.zoo.download;

import java.net.URI;
import java.util.List;

/**
 * A file somewhere else, and how it is known to be the right one. Immutable.
 *
 * @param urls where it is to be had, the best first: {@code https}, or {@code http} where a user
 *     named a mirror of his own; at least one
 * @param digest what it must have
 * @param size what it must have
 */
public record RemoteFile(List<URI> urls, PublishedDigest digest, PublishedSize size) {

  public RemoteFile {
    urls = List.copyOf(urls);
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("urls must have at least one, but were none");
    }
    for (URI url : urls) {
      if (!Redirects.isWeb(url)) {
        throw new IllegalArgumentException(
            "a url must begin with https:// or http:// and a host, but was '" + url + "'");
      }
    }
  }

  /**
   * The same file on another server: its base takes the place of the scheme and the host, the path
   * stays.
   *
   * @param base say {@code https://mirror.example/weights}; {@code http} is allowed if the whole
   *     digest is known, or for a server on this machine
   * @throws IllegalArgumentException if it is no such address
   */
  public RemoteFile at(URI base) {
    String text = base.toString();
    if (!Redirects.isWeb(base) || base.getRawQuery() != null || base.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "the base url must be https://HOST/PATH or http://HOST/PATH, but was '" + text + "'");
    }
    if (digest instanceof PublishedDigest.First && !Redirects.isSafe(base)) {
      throw new IllegalArgumentException(
          "the base url must begin with https:// where only the first digits of a file's SHA-256 are"
              + " known, but was '"
              + text
              + "': serve the mirror by https or on this machine (localhost), or state the whole"
              + " sha256 in a catalogue of your own");
    }
    String root = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    return new RemoteFile(
        urls.stream().map(url -> URI.create(root + url.getRawPath())).distinct().toList(),
        digest,
        size);
  }
}
