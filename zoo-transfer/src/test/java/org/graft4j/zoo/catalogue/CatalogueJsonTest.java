package org.graft4j.zoo.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.graft4j.zoo.download.PublishedDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A user's catalogue is somebody else's file. */
class CatalogueJsonTest {
  private static final String CARD =
      """
      {
        "schemaVersion": 1,
        "inputs": {"small": {"height": 64, "width": 64, "resize": {"rule": "squash"},
          "channels": "RGB", "mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25]}},
        "cards": [{
          "id": "slimresnet.mine",
          "architecture": "slimresnet",
          "urls": ["https://example.org/w-00112233.pth"],
          "sha256Prefix": "00112233",
          "bytes": 1000,
          "licence": "CC0-1.0",
          "source": "ours",
          "input": "small",
          "keys": "torchvision"
        }]
      }
      """;

  @TempDir Path folder;

  private static Catalogue read(String json) throws IOException {
    return Catalogue.read(
        "mine.json", new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void read_cardWithoutOptionalFacts_hasNone() throws Exception {
    CatalogueCard card = read(CARD).find("slimresnet.mine").orElseThrow();

    assertThat(card.classes()).isEmpty();
    assertThat(card.accuracy()).isEmpty();
    assertThat(card.file().digest()).isEqualTo(new PublishedDigest.First("00112233"));
    assertThat(card.input().height()).isEqualTo(64);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"licence\" | \"license\" | cards[0].licence is missing",
        "\"keys\" | \"keyz\": 1, \"keys\" | unknown key catalogue.cards[0].keyz; did you mean 'keys'?",
        "\"inputs\" | \"imputs\" | cards[0]: input must be one of []",
        "\"schemaVersion\": 1 | \"schemaVersion\": 2 | must be 1, but was 2: update Graft4J",
        "\"slimresnet.mine\" | \"../../mine\" | id must be 'slimresnet.' and a tag",
        "\"slimresnet.mine\" | \"slimresnet.a/b\" | id must be 'slimresnet.' and a tag",
        "\"slimresnet.mine\" | \"slimresnet.\" | id must be 'slimresnet.' and a tag",
        "\"architecture\": \"slimresnet\" | \"architecture\": \"..\" | architecture must be",
        "https://example.org | file:///etc | must begin with https:// or http:// and a host",
        "https://example.org | https://me:pw@example.org | must begin with https://",
        "https://example.org | http://example.org | must be https where only the first digits",
        "\"00112233\" | \"0011223\" | must be 64 or the first 8 hexadecimal digits",
        "\"bytes\": 1000 | \"bytes\": 0 | a size must be positive",
        "\"bytes\": 1000 | \"bytes\": 1e99 | bytes must be a whole number",
        "\"bytes\": 1000 | \"mebibytes\": 1e999999999 | mebibytes must be",
        "\"bytes\": 1000 | \"bytes\": 1, \"bytes\": 2 | Duplicate field 'bytes'",
        "\"ours\" | \"\\u001b[2Jours\" | source must be one line",
        "\"ours\" | \"a\\nb\" | source must be one line",
        "\"small\", | \"large\", | input must be one of [small] or an object, but was \"large\"",
        "\"torchvision\" | \"torch\" | keys must be one of [torchvision, timm, huggingface, keras, dl4j]",
        "[{ | [1, { | cards[0] must be an object",
        "\"sha256Prefix\" | \"sha256\": \"00\", \"sha256Prefix\" | must not both be there"
      })
  void read_wrong_isRefusedInOneLineWithItsPlace(String part, String wrong, String told) {
    assertThat(CARD).contains(part);
    assertThatThrownBy(() -> read(CARD.replace(part, wrong)))
        .isInstanceOf(CatalogueException.class)
        .hasMessageStartingWith("mine.json is no catalogue: ")
        .hasMessageContaining(told)
        .message()
        .doesNotContain("\n", "\u001b")
        .hasSizeLessThan(500);
  }

  @Test
  void read_noJson_isRefused() {
    for (String bad : new String[] {"", "[]", "{", "null", CARD + "x", "[".repeat(100_000)}) {
      assertThatThrownBy(() -> read(bad)).isInstanceOf(CatalogueException.class);
    }
  }

  /** A file that never ends takes no more memory than a catalogue. */
  @Test
  void read_endless_isRefusedWithoutReadingOn() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return ' ';
          }
        };
    assertThatThrownBy(() -> Catalogue.read("mine.json", endless))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("at most 4 MB");
  }

  @Test
  void and_sameIdInBoth_namesBoth() throws Exception {
    Catalogue one = Catalogue.of("one.json", read(CARD).cards());
    Catalogue two = Catalogue.of("two.json", read(CARD).cards());

    assertThatThrownBy(() -> one.and(two))
        .isInstanceOf(CatalogueException.class)
        .hasMessage(
            "'slimresnet.mine' is in one.json and in two.json; give one of them another tag");
    assertThatThrownBy(
            () -> Catalogue.of("x", java.util.Collections.nCopies(2, one.cards().get(0))))
        .hasMessageContaining("twice");
  }

  /** As a jar would bring it. */
  public static final class Provider implements CatalogueProvider {
    /** For the service loader. */
    public Provider() {}

    @Override
    public Catalogue catalogue() throws IOException {
      return read(CARD);
    }
  }

  /** Cannot say what it has. */
  public static final class Broken implements CatalogueProvider {
    /** For the service loader. */
    public Broken() {
      throw new IllegalStateException("not today");
    }

    @Override
    public Catalogue catalogue() {
      throw new IllegalStateException("not today");
    }
  }

  private URLClassLoader loaderOf(Class<?>... providers) throws IOException {
    StringBuilder names = new StringBuilder();
    for (Class<?> provider : providers) {
      names.append(provider.getName()).append('\n');
    }
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(CatalogueProvider.class.getName()), names);
    return new URLClassLoader(
        new URL[] {folder.toUri().toURL()}, CatalogueJsonTest.class.getClassLoader());
  }

  @Test
  void of_loaderWithAProvider_hasItsCardsToo() throws Exception {
    try (URLClassLoader loader = loaderOf(Provider.class)) {
      Catalogue catalogue = Catalogue.of(loader);

      assertThat(catalogue.find("slimresnet.mine")).isPresent();
      assertThat(catalogue.find("resnet18.torchvision_in1k")).isPresent();
      assertThatThrownBy(() -> catalogue.and(read(CARD)))
          .hasMessageContaining(Provider.class.getName())
          .hasMessageContaining("mine.json");
    }
  }

  @Test
  void of_loaderWithABrokenProvider_saysSo() throws Exception {
    try (URLClassLoader loader = loaderOf(Broken.class)) {
      assertThatThrownBy(() -> Catalogue.of(loader))
          .isInstanceOf(CatalogueException.class)
          .hasMessageContaining(Broken.class.getName());
    }
  }
}
