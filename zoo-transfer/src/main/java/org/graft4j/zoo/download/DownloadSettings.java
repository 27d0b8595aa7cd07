package org.graft4j.zoo.download;

import java.net.ProxySelector;
import java.time.Duration;

/**
 * How patient a download is, and by which way it goes. Immutable.
 *
 * @param connectTimeout until a server takes the connection
 * @param idleTimeout until it answers, and then from one byte to the next; a slow download that
 *     goes on is never too long
 * @param attempts at one address without getting further than any before, at least 1
 * @param firstPause after the first of them; each further one is twice as long, less up to a half
 *     by chance, so that many machines do not ask at once
 * @param longestPause no pause is longer; a server that asks for a longer one is left for the next
 * @param proxy tells the proxy of an address
 */
public record DownloadSettings(
    Duration connectTimeout,
    Duration idleTimeout,
    int attempts,
    Duration firstPause,
    Duration longestPause,
    ProxySelector proxy) {

  public DownloadSettings {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be positive, but was " + attempts);
    }
    for (Duration time : new Duration[] {connectTimeout, idleTimeout, firstPause, longestPause}) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException("times must be positive, but one was " + time);
      }
    }
  }

  /**
   * For the internet: 20 s to connect, 60 s between bytes, 5 attempts, pauses of 1 s to 60 s, and
   * the proxy of the system properties {@code https.proxyHost} and {@code http.proxyHost}, else of
   * the environment's {@code HTTPS_PROXY} and {@code HTTP_PROXY}, but for the hosts in {@code
   * NO_PROXY}.
   */
  public static DownloadSettings standard() {
    return new DownloadSettings(
        Duration.ofSeconds(20),
        Duration.ofSeconds(60),
        5,
        Duration.ofSeconds(1),
        Duration.ofSeconds(60),
        EnvironmentProxy.orSystem(System::getProperty, System::getenv));
  }
}
