package org.graft4j.zoo.download;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The way from one address to the next that a server names. A secure one never leads to an insecure
 * one, and none leads out of the web. Confined to one thread.
 */
final class Redirects {
  private static final int MOST = 10;

  private final Set<URI> seen = new LinkedHashSet<>();
  private URI current;

  Redirects(URI start) {
    current = start;
    seen.add(start);
  }

  /** Where to ask now. */
  URI current() {
    return current;
  }

  /**
   * Follows a redirect.
   *
   * @param location what the server said, absolute or not
   * @throws AttemptFailure if it leads somewhere that is not to be followed
   */
  void follow(String location) throws IOException {
    URI next;
    try {
      next = current.resolve(location);
    } catch (IllegalArgumentException e) {
      throw AttemptFailure.lasting("redirects to '" + Quoted.of(location) + "', no address");
    }
    String scheme = scheme(next);
    boolean safer = isSafe(next) || (scheme.equals("http") && isPlain(current) && !isSafe(current));
    if (!isWeb(next) || !safer) {
      throw AttemptFailure.lasting(
          "redirects from "
              + scheme(current)
              + " to '"
              + Quoted.of(location)
              + "', which is not followed");
    }
    if (!seen.add(next)) {
      throw AttemptFailure.lasting("redirects in a circle");
    }
    if (seen.size() > MOST) {
      throw AttemptFailure.lasting("redirects more than " + (MOST - 1) + " times");
    }
    current = next;
  }

  /** An address with a host in the web, without a user's name or password. */
  static boolean isWeb(URI url) {
    String scheme = scheme(url);
    return (scheme.equals("https") || scheme.equals("http"))
        && url.getHost() != null
        && url.getRawUserInfo() == null;
  }

  /** Whether nobody on the way can change what comes: by https, or from this machine. */
  static boolean isSafe(URI url) {
    String host = url.getHost();
    return scheme(url).equals("https")
        || (isPlain(url)
            && host != null
            && (host.equalsIgnoreCase("localhost")
                || host.equals("[::1]")
                || host.matches("127(\\.\\d{1,3}){3}")));
  }

  private static boolean isPlain(URI url) {
    return scheme(url).equals("http");
  }

  private static String scheme(URI url) {
    return url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
  }
}
