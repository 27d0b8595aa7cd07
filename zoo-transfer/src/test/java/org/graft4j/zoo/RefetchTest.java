package org.graft4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.graft4j.model.WeightsCard;
import org.graft4j.zoo.download.DownloadException;
import org.graft4j.zoo.download.OddServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a second fetch finds: other weights, half of them, none of them. */
@Timeout(120)
class RefetchTest extends RemoteWeights {
  private Path card() {
    return stored().resolveSibling("card.json");
  }

  private UnaryOperator<String> otherDigest() {
    String digits = sha256(bytes).substring(0, 8);
    return json -> json.replace(digits, "00000000");
  }

  private WeightsCard install() throws IOException {
    try (OddServer server = new OddServer(OddServer.honest(bytes))) {
      return zoo(server).fetch(ID);
    }
  }

  private void assertInstalled() throws IOException {
    assertThat(stored()).hasBinaryContent(bytes);
    assertThat(left()).containsExactly(".slimresnet.remote.lock", ID);
  }

  @Test
  void fetch_newDigestButServerFails_keepsWhatIsHere() throws Exception {
    install();
    try (OddServer dead = new OddServer(OddServer.status(404))) {
      Zoo zoo = zoo(dead.url("/mirror"), otherDigest()).build();

      assertThatThrownBy(() -> zoo.fetch(ID)).isInstanceOf(DownloadException.class);
      assertThat(zoo.list()).contains(ID);
      assertThat(zoo.load(ID).card()).isPresent();
      assertInstalled();
    }
  }

  @Test
  void fetch_newDigest_replacesWhatIsHere() throws Exception {
    WeightsCard old = install();
    bytes = Files.readAllBytes(WeightFiles.other(folder));
    WeightsCard now = install();

    assertThat(now.sha256()).isEqualTo(sha256(bytes)).isNotEqualTo(old.sha256());
    assertInstalled();
  }

  /** What somebody else put beside them is not ours to delete. */
  @Test
  void fetch_newDigestAndForeignFiles_keepsThose() throws Exception {
    install();
    Files.writeString(stored().resolveSibling("notes.txt"), "mine");
    bytes = Files.readAllBytes(WeightFiles.other(folder));
    install();

    assertInstalled();
    assertThat(stored().resolveSibling("notes.txt")).hasContent("mine");
  }

  @Test
  void fetch_cacheEmptiedButForItsFolders_fetchesAnew() throws Exception {
    install();
    try (Stream<Path> files = Files.walk(folder.resolve("home/cache"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    assertThat(zoo(java.net.URI.create("http://localhost:1"), j -> j).build().list())
        .doesNotContain(ID);

    install();

    assertInstalled();
  }

  @Test
  void fetch_placeTakenByAFile_downloadsNothing() throws Exception {
    Files.createDirectories(cache());
    Files.writeString(cache().resolve(ID), "mine");
    try (OddServer server = new OddServer(OddServer.honest(bytes))) {
      assertThatThrownBy(() -> zoo(server).fetch(ID))
          .isInstanceOf(FileAlreadyExistsException.class)
          .hasMessageContaining("is no folder")
          .hasMessageContaining("move it away");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void fetch_downloadWholeButNotInstalled_isNotRepeated() throws Exception {
    Files.createDirectories(cache());
    Files.write(cache().resolve("." + ID + "." + sha256(bytes).substring(0, 8)), bytes);
    try (OddServer server = new OddServer(OddServer.honest(bytes))) {
      zoo(server).fetch(ID);

      assertThat(server.requests()).isEmpty();
      assertInstalled();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"schemaVersion\": 2}"})
  void fetch_cardDamaged_fetchesAnew(String damaged) throws Exception {
    WeightsCard whole = install();
    Files.writeString(card(), damaged);
    Zoo zoo = Zoo.at(folder.resolve("home"));
    assertThat(zoo.list()).contains(ID);
    assertThatThrownBy(() -> zoo.card(ID))
        .isInstanceOf(WeightsCardException.class)
        .hasMessageContaining("card.json is no weights card")
        .message()
        .doesNotContain("REDACTED", "StreamReadFeature", "\n");

    assertThat(install()).isEqualTo(whole);
    assertInstalled();
  }

  @Test
  void fetch_catalogueCorrected_rewritesTheCardOnly() throws Exception {
    install();
    try (OddServer server = new OddServer(OddServer.status(404))) {
      Zoo fixed =
          zoo(
                  server.url("/mirror"),
                  json -> json.replace("[0.5, 0.5, 0.5]", "[0.1, 0.1, 0.1]").replace("CC0", "X"))
              .build();
      WeightsCard card = fixed.fetch(ID);

      assertThat(card.licence()).isEqualTo("X-1.0");
      assertThat(card.input().mean()).containsExactly(0.1, 0.1, 0.1);
      assertThat(Zoo.at(folder.resolve("home")).card(ID)).isEqualTo(card);
      assertThat(server.requests()).isEmpty();
      assertInstalled();
    }
  }

  @Test
  void fetch_nothingChanged_leavesTheCardAlone() throws Exception {
    install();
    Object before = Files.readAttributes(card(), "unix:ino").get("ino");
    install();

    assertThat(Files.readAttributes(card(), "unix:ino").get("ino")).isEqualTo(before);
  }

  @Test
  void fetch_installedByAnotherCatalogue_givesItsCard() throws Exception {
    WeightsCard card = install();
    Zoo without = Zoo.builder().home(folder.resolve("home")).offline(false).build();

    assertThat(without.fetch(ID)).isEqualTo(card);
  }

  @Test
  void fetch_importedWithAnotherDigest_namesBoth() throws Exception {
    Path mine = WeightFiles.other(folder);
    Zoo.at(folder.resolve("home")).importFile(mine, "slimresnet", ID, ImportSettings.unknown());
    try (OddServer server = new OddServer(OddServer.honest(bytes))) {
      Zoo zoo = zoo(server);
      assertThatThrownBy(() -> zoo.fetch(ID))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(sha256(Files.readAllBytes(mine)))
          .hasMessageContaining(sha256(bytes).substring(0, 8) + "...")
          .hasMessageContaining("graft4j weights remove " + ID);
      assertThat(zoo.load(ID).card().orElseThrow().source()).isEqualTo("unknown");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void fetch_importedWithTheSameDigest_givesItsCard() throws Exception {
    Path same = folder.resolve("slim.safetensors");
    Zoo.at(folder.resolve("home")).importFile(same, "slimresnet", ID, ImportSettings.unknown());
    try (OddServer server = new OddServer(OddServer.honest(bytes))) {
      assertThat(zoo(server).fetch(ID).sha256()).isEqualTo(sha256(bytes));
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void fetch_newDigest_sweepsOldOrphans() throws Exception {
    Path old = Files.createDirectories(cache().resolve(".part-old"));
    Files.writeString(old.resolve("weights.pth"), "half");
    Files.setLastModifiedTime(
        old, java.nio.file.attribute.FileTime.from(java.time.Instant.now().minusSeconds(90_000)));
    Files.createDirectories(cache().resolve(".part-new"));
    install();

    assertThat(left()).isEqualTo(List.of(".part-new", ".slimresnet.remote.lock", ID));
  }
}
