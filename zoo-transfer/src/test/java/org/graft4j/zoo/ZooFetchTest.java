package org.graft4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.graft4j.model.WeightsCard;
import org.graft4j.zoo.download.DownloadEvent;
import org.graft4j.zoo.download.DownloadException;
import org.graft4j.zoo.download.OddServer;
import org.graft4j.zoo.format.FloatTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From a catalogue's card to a backbone, by way of a server on this machine. */
@Timeout(120)
class ZooFetchTest extends RemoteWeights {

  @Test
  void load_idOfTheCatalogue_fetchesChecksAndKeepsTheWholeDigest() throws Exception {
    try (OddServer server = new OddServer(OddServer.honest(bytes))) {
      Zoo zoo = zoo(server);
      assertThat(zoo.list()).doesNotContain(ID);

      WeightsCard card = zoo.load(ID).card().orElseThrow();

      assertThat(server.requests().get(0).path()).isEqualTo("/mirror/pub/slim.safetensors");
      assertThat(card.sha256()).isEqualTo(sha256(bytes));
      assertThat(card.licence()).isEqualTo("CC0-1.0");
      assertThat(card.input().toString()).contains("80");
      assertThat(zoo.list()).contains(ID);
      assertThat(zoo.verify(ID).classes()).isEqualTo(3);
      assertThat(zoo.file(ID)).contains(stored());

      zoo.load(ID);
      assertThat(server.requests()).hasSize(1);
      assertThat(left()).containsExactly(".slimresnet.remote.lock", ID);
    }
  }

  @Test
  void fetch_askedForByTwoZoosAtOnce_downloadsOnce() throws Exception {
    try (OddServer server =
        new OddServer(
            (request, out) -> {
              while (!events.contains(new DownloadEvent.Waiting(ID))) {
                Thread.sleep(5); // until the other one has come
              }
              OddServer.honest(bytes).answer(request, out);
            })) {
      Zoo first = zoo(server);
      Zoo second = zoo(server);
      FutureTask<WeightsCard> one = new FutureTask<>(() -> first.fetch(ID));
      FutureTask<WeightsCard> two = new FutureTask<>(() -> second.fetch(ID));
      new Thread(one).start();
      new Thread(two).start();

      assertThat(one.get()).isEqualTo(two.get());
      assertThat(server.requests()).hasSize(1);
      assertThat(events).contains(new DownloadEvent.Waiting(ID));
    }
  }

  @Test
  void load_offline_saysHowToFetch() throws Exception {
    Zoo zoo = zoo(URI.create("http://localhost:1"), json -> json).offline(true).build();

    assertThatThrownBy(() -> zoo.load(ID))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("graft4j weights fetch slimresnet.remote");
    assertThatThrownBy(() -> zoo.fetch(ID)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> zoo.load("slimresnet.remtoe"))
        .hasMessageContaining("did you mean 'slimresnet.remote'?");
    assertThat(folder.resolve("home")).doesNotExist();
  }

  @Test
  void fetch_killedBefore_goesOn() throws Exception {
    Path under = Files.createDirectories(folder.resolve("home/cache/weights"));
    String prefix = sha256(bytes).substring(0, 8);
    Files.write(
        under.resolve(".slimresnet.remote." + prefix + ".part"), Arrays.copyOf(bytes, 1000));
    try (OddServer server = new OddServer(OddServer.honest(bytes))) {
      zoo(server).fetch(ID);

      assertThat(server.requests().get(0).from()).isEqualTo(1000);
      assertThat(left()).containsExactly(".slimresnet.remote.lock", ID);
    }
  }

  @Test
  void fetch_digestRightButOtherArchitecture_isNotInstalled() throws Exception {
    bytes = Files.readAllBytes(WeightFiles.upTo(folder, "slimresnet", "layer2"));
    try (OddServer server = new OddServer(OddServer.honest(bytes))) {
      assertThatThrownBy(() -> zoo(server).fetch(ID))
          .isInstanceOf(WeightsMismatchException.class)
          .hasMessageContaining("missing");
      assertThat(left()).containsExactly(".slimresnet.remote.lock");
    }
  }

  @Test
  void fetch_namesOfAnotherPublisher_isNotInstalled() throws Exception {
    try (OddServer server = new OddServer(OddServer.honest(bytes))) {
      Zoo zoo = zoo(server.url("/"), json -> json.replace("torchvision", "dl4j")).build();
      assertThatThrownBy(() -> zoo.fetch(ID))
          .isInstanceOf(WeightsMismatchException.class)
          .hasMessageContaining(
              "names of dl4j as the catalogue says, but have those of torchvision");
      assertThat(left()).containsExactly(".slimresnet.remote.lock");
    }
  }

  @Test
  void fetch_otherNumberOfClasses_isNotInstalled() throws Exception {
    try (OddServer server = new OddServer(OddServer.honest(bytes))) {
      Zoo zoo =
          zoo(server.url("/"), json -> json.replace("\"number\": 3", "\"number\": 4")).build();
      assertThatThrownBy(() -> zoo.fetch(ID))
          .isInstanceOf(WeightsMismatchException.class)
          .hasMessageContaining("head of 4 classes as the catalogue says, but have 3");
      assertThat(left()).containsExactly(".slimresnet.remote.lock");
    }
  }

  @Test
  void fetch_notFinite_isNotInstalled() throws Exception {
    bytes =
        Files.readAllBytes(
            WeightFiles.slim(
                folder,
                3,
                t -> t.put("fc.bias", FloatTensor.f32(new float[] {0, Float.NaN, 0}, 3))));
    try (OddServer server = new OddServer(OddServer.honest(bytes))) {
      assertThatThrownBy(() -> zoo(server).fetch(ID))
          .isInstanceOf(WeightsMismatchException.class)
          .hasMessageContaining("must be finite, but are not in [fc.bias]");
    }
  }

  @Test
  void fetch_architectureNotKnown_asksNoServer() throws Exception {
    try (OddServer server = new OddServer(OddServer.honest(bytes))) {
      Zoo zoo = zoo(server.url("/"), json -> json.replace("\"slimresnet", "\"slimresnt")).build();
      assertThatThrownBy(() -> zoo.fetch("slimresnt.remote"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("unknown architecture 'slimresnt'; did you mean 'slimresnet'?");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void fetch_serverFails_leavesNothingButTheLock() throws Exception {
    try (OddServer server = new OddServer(OddServer.status(404))) {
      assertThatThrownBy(() -> zoo(server).fetch(ID))
          .isInstanceOf(DownloadException.class)
          .hasMessageContaining("answers 404");
      assertThat(left()).containsExactly(".slimresnet.remote.lock");
    }
  }

  @Test
  void load_installedFileDamaged_isRefusedAndFetchReplacesIt() throws Exception {
    try (OddServer server = new OddServer(OddServer.honest(bytes))) {
      Zoo zoo = zoo(server);
      zoo.fetch(ID);
      byte[] damaged = bytes.clone();
      damaged[damaged.length - 5] ^= 1;
      Files.write(stored(), damaged);

      assertThatThrownBy(() -> zoo.load(ID))
          .isInstanceOf(WeightsMismatchException.class)
          .hasMessageContaining("must have SHA-256");
      zoo.fetch(ID);
      assertThat(stored()).hasBinaryContent(bytes);
      assertThat(server.requests()).hasSize(2);
    }
  }

  /** Hashing 500 MB takes a second or more: not at each start of a program. */
  @Test
  void load_fileAsAtTheLastCheck_isNotHashedAgain() throws Exception {
    try (OddServer server = new OddServer(OddServer.honest(bytes))) {
      Zoo zoo = zoo(server);
      zoo.fetch(ID);
      FileTime past = FileTime.from(Instant.now().minusSeconds(3600));
      Files.setLastModifiedTime(stored(), past);
      zoo.load(ID);
      // The same size and time with other bytes: what the stamp cannot see shows that it is used.
      byte[] other = bytes.clone();
      other[other.length - 5] ^= 1;
      Files.write(stored(), other);
      Files.setLastModifiedTime(stored(), past);
      zoo.load(ID);

      Files.setLastModifiedTime(stored(), FileTime.from(Instant.now().minusSeconds(60)));
      assertThatThrownBy(() -> zoo.load(ID)).isInstanceOf(WeightsMismatchException.class);
      assertThatThrownBy(() -> zoo.verify(ID)).isInstanceOf(WeightsMismatchException.class);
    }
  }

  @Test
  void remove_installed_isGone() throws Exception {
    try (OddServer server = new OddServer(OddServer.honest(bytes))) {
      Zoo zoo = zoo(server);
      zoo.fetch(ID);
      zoo.remove(ID);

      assertThat(zoo.list()).doesNotContain(ID);
      for (String id : List.of(ID, "slimresnet.shapes", "..", "../weights", "")) {
        assertThatThrownBy(() -> zoo.remove(id)).isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(folder.resolve("home/cache/weights")).exists();
    }
  }

  @Test
  void importFile_idOfTheCatalogue_isRefused() throws Exception {
    Zoo zoo = zoo(URI.create("http://localhost:1"), json -> json).offline(true).build();
    Path file = folder.resolve("slim.safetensors");

    assertThatThrownBy(() -> zoo.importFile(file, "slimresnet", ID, ImportSettings.unknown()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("id must not be one of the catalogue's");
  }

  @Test
  void builder_environment_isRead() throws Exception {
    Path file = catalogue(json -> json);
    java.util.Map<String, String> set =
        java.util.Map.of(
            "GRAFT4J_HOME",
            folder.resolve("env").toString(),
            "GRAFT4J_CATALOGUE",
            file.toString(),
            "GRAFT4J_OFFLINE",
            "1",
            "GRAFT4J_WEIGHTS_URL",
            "https://mirror.example");
    Zoo zoo = new ZooBuilder(k -> null, set::get).build();

    assertThat(zoo.importedFolder()).isEqualTo(folder.resolve("env/weights"));
    assertThat(zoo.fetchedFolder()).isEqualTo(folder.resolve("env/cache/weights"));
    assertThat(zoo.catalogue().find(ID)).isPresent();
    assertThatThrownBy(() -> zoo.load(ID)).hasMessageContaining("offline");
  }
}
