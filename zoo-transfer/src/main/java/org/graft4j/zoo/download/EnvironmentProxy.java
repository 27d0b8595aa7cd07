package org.graft4j.zoo.download;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The proxy that the environment names, as curl and Python read it: {@code HTTPS_PROXY} for secure
 * addresses, {@code HTTP_PROXY} for others, {@code ALL_PROXY} for both, in either case of letters;
 * and {@code NO_PROXY}, a list of hosts with commas: a host stands for itself and all below it,
 * {@code *} for all. Java itself does not read them. Immutable.
 */
final class EnvironmentProxy extends ProxySelector {
  private static final int USUAL_PORT = 80;

  private final UnaryOperator<@Nullable String> environment;

  private EnvironmentProxy(UnaryOperator<@Nullable String> environment) {
    this.environment = environment;
  }

  /** Java's own selector where its properties name a proxy, else the environment's. */
  static ProxySelector orSystem(
      UnaryOperator<@Nullable String> property, UnaryOperator<@Nullable String> environment) {
    boolean named =
        List.of("https.proxyHost", "http.proxyHost", "socksProxyHost").stream()
            .anyMatch(name -> property.apply(name) != null);
    ProxySelector system = ProxySelector.getDefault();
    return named && system != null ? system : new EnvironmentProxy(environment);
  }

  @Override
  public List<Proxy> select(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    String named = variable(scheme + "_proxy");
    if (named == null) {
      named = variable("all_proxy");
    }
    return List.of(
        named == null || isExempt(uri.getHost()) ? Proxy.NO_PROXY : proxy(scheme, named));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // The request fails with what happened.
  }

  private static Proxy proxy(String scheme, String named) {
    try {
      URI address = new URI(named.contains("://") ? named : "http://" + named);
      if (address.getHost() != null && address.getRawUserInfo() != null) {
        throw new IllegalArgumentException(
            name(scheme)
                + " must be of the form http://HOST:PORT, but has a user's name or password: proxies"
                + " that want them are not supported");
      }
      if (address.getHost() != null) {
        int port = address.getPort() < 0 ? USUAL_PORT : address.getPort();
        // Unresolved: the client looks the name up when it connects.
        return new Proxy(
            Proxy.Type.HTTP, InetSocketAddress.createUnresolved(address.getHost(), port));
      }
    } catch (URISyntaxException e) {
      // Told below, without the value: it may hold a password.
    }
    throw new IllegalArgumentException(name(scheme) + " must be of the form http://HOST:PORT");
  }

  private static String name(String scheme) {
    return scheme.toUpperCase(Locale.ROOT) + "_PROXY";
  }

  private boolean isExempt(String host) {
    String exempt = variable("no_proxy");
    if (exempt == null) {
      return false;
    }
    for (String entry : exempt.split(",", -1)) {
      String name = entry.strip().toLowerCase(Locale.ROOT);
      String below = name.startsWith(".") ? name : "." + name;
      if (name.equals("*")
          || (below.length() > 1 && ("." + host.toLowerCase(Locale.ROOT)).endsWith(below))) {
        return true;
      }
    }
    return false;
  }

  private @Nullable String variable(String name) {
    String small = environment.apply(name);
    String value =
        small == null || small.isBlank() ? environment.apply(name.toUpperCase(Locale.ROOT)) : small;
    return value == null || value.isBlank() ? null : value.strip();
  }
}
