package org.graft4j.zoo.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteFileTest {
  private static final RemoteFile FILE =
      new RemoteFile(
          List.of(URI.create("https://download.example/models/a-00112233.pth")),
          PublishedDigest.of("00112233"),
          PublishedSize.ofBytes(5));

  @Test
  void at_base_keepsThePath() {
    assertThat(FILE.at(URI.create("https://mirror:8080/pub/")).urls())
        .containsExactly(URI.create("https://mirror:8080/pub/models/a-00112233.pth"));
    assertThat(FILE.at(URI.create("https://mirror")).urls())
        .containsExactly(URI.create("https://mirror/models/a-00112233.pth"));
  }

  /** Eight digits do not withstand whoever can change what comes. */
  @ParameterizedTest
  @ValueSource(strings = {"http://mirror", "http://127.0.0.1.example", "http://localhost.example"})
  void at_plainHttpForAPrefix_isRefused(String base) {
    assertThatThrownBy(() -> FILE.at(URI.create(base)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must begin with https://")
        .hasMessageContaining("'" + base + "': serve the mirror by https");
    RemoteFile whole = new RemoteFile(FILE.urls(), PublishedDigest.of("0".repeat(64)), FILE.size());
    assertThat(whole.at(URI.create(base)).urls()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:80", "http://127.0.0.1", "http://[::1]:80"})
  void at_thisMachineForAPrefix_isAllowed(String base) {
    assertThat(FILE.at(URI.create(base)).urls()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///tmp", "mirror", "ftp://m/", "https://m/?q", "https:///x"})
  void at_noWebAddress_isRefused(String base) {
    assertThatThrownBy(() -> FILE.at(URI.create(base)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + base + "'");
  }

  @Test
  void digest_prefix_isATypeOfItsOwn() {
    String whole = "00112233" + "4".repeat(56);

    assertThat(PublishedDigest.of("00112233")).isInstanceOf(PublishedDigest.First.class);
    assertThat(PublishedDigest.of("00112233").matches(whole)).isTrue();
    assertThat(PublishedDigest.of("00112233").matches("00112233")).isFalse();
    assertThat(PublishedDigest.of(whole).matches(whole)).isTrue();
    assertThat(PublishedDigest.of(whole).matches("5" + whole.substring(1))).isFalse();
    for (String bad : List.of("", "0011223", "0011223G", "00112233AA", "A".repeat(64))) {
      assertThatThrownBy(() -> PublishedDigest.of(bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** torchvision says 44.661 of a file of 46830571 bytes. */
  @Test
  void size_mebibytes_allowsWhatIsRoundedToIt() {
    PublishedSize size = PublishedSize.ofMebibytes(new BigDecimal("44.661"));

    assertThat(size.allows(46_830_571)).isTrue();
    assertThat(size.least()).isEqualTo(46_829_929);
    assertThat(size.most()).isEqualTo(46_830_977);
    assertThatThrownBy(() -> PublishedSize.ofMebibytes(new BigDecimal("-1")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Proxy> proxies(Map<String, String> environment, String url) {
    ProxySelector selector = EnvironmentProxy.orSystem(k -> null, environment::get);
    return selector.select(URI.create(url));
  }

  @Test
  void proxy_ofTheEnvironment_isTakenButForExemptHosts() {
    Map<String, String> set =
        Map.of("HTTPS_PROXY", "http://proxy:3128", "NO_PROXY", "local, .corp.example");
    Proxy proxy = new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy", 3128));

    assertThat(proxies(set, "https://download.example/x")).containsExactly(proxy);
    assertThat(proxies(set, "http://download.example/x")).containsExactly(Proxy.NO_PROXY);
    assertThat(proxies(set, "https://local/x")).containsExactly(Proxy.NO_PROXY);
    assertThat(proxies(set, "https://a.corp.example/x")).containsExactly(Proxy.NO_PROXY);
    assertThat(proxies(set, "https://notlocal/x")).containsExactly(proxy);
    assertThat(proxies(Map.of("all_proxy", "proxy:3128"), "http://a/")).containsExactly(proxy);
    assertThat(proxies(Map.of("https_proxy", "proxy:3128", "NO_PROXY", "*"), "https://a/"))
        .containsExactly(Proxy.NO_PROXY);
  }

  @Test
  void proxy_withAPassword_isRefusedWithoutIt() {
    assertThatThrownBy(
            () -> proxies(Map.of("HTTPS_PROXY", "http://user:secret@proxy:3128"), "https://a/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("HTTPS_PROXY must be of the form http://HOST:PORT")
        .hasMessageContaining("not supported")
        .message()
        .doesNotContain("user:", "secret");
  }

  @Test
  void proxy_thatIsNoAddress_isRefusedWithoutItsSecrets() {
    assertThatThrownBy(() -> proxies(Map.of("HTTPS_PROXY", "http://u:secret@"), "https://a/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("HTTPS_PROXY must be of the form http://HOST:PORT");
  }
}
