package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft4j.runtime.Sha256;
import org.graft4j.zoo.format.FloatTensor;
import org.graft4j.zoo.format.SafetensorsWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code weights}: its JSON is all that stdout gets; what is wrong is one line. */
class WeightsCommandTest {
  private static final String REMOTE = "slimresnet.remote";

  @TempDir Path own;
  private @Nullable String home;
  private Path file;
  private Path catalogue;

  @BeforeEach
  void moveHome() throws Exception {
    home = System.getProperty("graft4j.home");
    System.setProperty("graft4j.home", own.resolve("home").toString());
    file = Pieces.weights(own);
    byte[] bytes = Files.readAllBytes(file);
    MessageDigest digest = Sha256.digest();
    digest.update(bytes);
    catalogue =
        Files.writeString(
            own.resolve("mine.json"),
            """
            {"schemaVersion": 1, "cards": [{
              "id": "slimresnet.remote", "architecture": "slimresnet",
              "urls": ["https://weights.invalid/pub/slim.safetensors"],
              "sha256": "DIGEST", "bytes": SIZE,
              "licence": "CC0-1.0", "source": "drawn", "keys": "torchvision",
              "accuracy": {"top1": 12.5, "top5": 50, "on": "shapes", "source": "a test"},
              "input": {"height": 64, "width": 64, "resize": {"rule": "squash"},
                "channels": "RGB", "mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25]}}]}
            """
                .replace("DIGEST", Sha256.hex(digest))
                .replace("SIZE", Integer.toString(bytes.length)));
  }

  @AfterEach
  void moveBack() {
    if (home == null) {
      System.clearProperty("graft4j.home");
    } else {
      System.setProperty("graft4j.home", home);
    }
  }

  private static Run weights(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("weights"));
    all.addAll(List.of(arguments));
    return Run.of(all.toArray());
  }

  private Run importAs(String id, Object... more) {
    List<Object> all = new ArrayList<>(List.of("import", file, "--arch", "slimresnet", "--id", id));
    all.addAll(List.of(more));
    return weights(all.toArray());
  }

  /** Serves the weights file under every path. */
  private HttpServer serve() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = Files.readAllBytes(file);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static JsonNode entry(JsonNode list, String id) {
    assertThat(list.get("schemaVersion").asInt()).isEqualTo(1);
    for (JsonNode card : list.get("weights")) {
      if (card.get("id").asText().equals(id)) {
        return card;
      }
    }
    throw new AssertionError(id + " is not in " + list);
  }

  @Test
  void import_listShow_agree() {
    JsonNode card = importAs("slimresnet.mine", "--licence", "CC0", "--json").succeeded().json();

    assertThat(card.get("licence").asText()).isEqualTo("CC0");
    assertThat(card.get("installed").asBoolean()).isTrue();
    assertThat(entry(weights("list", "--json").succeeded().json(), "slimresnet.mine"))
        .isEqualTo(((ObjectNode) card.deepCopy()).without("schemaVersion"));
    assertThat(weights("show", "slimresnet.mine", "--json").succeeded().json()).isEqualTo(card);
    assertThat(weights("list").succeeded().out()).containsPattern("slimresnet.mine +imported");
    importAs("slimresnet.mine").failed(1, "slimresnet.mine", "weights remove slimresnet.mine");
    importAs("mine").failed(1, "'mine'");
    weights("show", "slimresnet.mime").failed(1, "did you mean 'slimresnet.mine'?");
  }

  @Test
  void import_classesAndInput_areKept() throws Exception {
    Path input =
        Files.writeString(
            own.resolve("in.json"),
            """
            {"height": 96, "width": 96, "resize": {"rule": "squash"}, "interpolation": "bicubic",
             "channels": "BGR", "mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25]}
            """);
    JsonNode card = importAs("slimresnet.in", "--input", input, "--json").succeeded().json();
    assertThat(card.get("input").get("interpolation").asText()).isEqualTo("bicubic");
    assertThat(card.get("input").get("width").asInt()).isEqualTo(96);

    Path classes = Files.writeString(own.resolve("classes.txt"), "a\nb\na\n");
    importAs("slimresnet.c", "--classes", classes).failed(1, "classes.txt has no list of classes");
    importAs("slimresnet.c", "--input", classes).failed(1, "classes.txt is no JSON");
    importAs("slimresnet.c", "--classes", own.resolve("none")).failed(1, "none");
    importAs("slimresnet.c", "--classes", own).failed(1, "must be a text file, but is a folder");
    Path empty = Files.writeString(own.resolve("empty.txt"), "");
    importAs("slimresnet.c", "--classes", empty).failed(1, "empty.txt must have the name", "empty");
    importAs("slimresnet.c", "--features-at", "layer3", "--classes", classes)
        .failed(1, "--classes must come with whole weights, but those up to layer3 have no head");
  }

  @Test
  void list_ofAnArchitectureThatIsNone_namesTheNearest() {
    weights("list", "--arch", "resnet81")
        .failed(1, "unknown architecture 'resnet81'; did you mean");
  }

  @Test
  void list_ofTheCatalogue_saysWhatIsHere() {
    String all = weights("list", "--catalogue", catalogue).succeeded().out();
    assertThat(all)
        .containsPattern("slimresnet.remote +- +[0-9.]+ MB +64x64 +12.50 +CC0-1.0")
        .containsPattern("slimresnet.shapes +built in")
        .containsPattern("resnet50.torchvision_in1k_v2 +- +97.8 MB +224x224 +80.86 +BSD-3-Clause");
    assertThat(weights("list", "--installed").succeeded().out().lines()).hasSize(2);
    assertThat(weights("list", "--arch", "vgg16").succeeded().out().lines()).hasSize(2);
    assertThat(weights("list", "--all", "--installed").code()).isEqualTo(2);
    assertThat(weights("show", "vgg16.torchvision_in1k").succeeded().out())
        .contains("graft4j weights fetch vgg16.torchvision_in1k", "as published");
    assertThat(entry(weights("list", "--json").json(), "vgg16.torchvision_in1k").get("installed"))
        .isEqualTo(com.fasterxml.jackson.databind.node.BooleanNode.FALSE);
  }

  @Test
  void list_oneCardDamaged_saysSoAndListsTheOthers() throws Exception {
    importAs("slimresnet.mine").succeeded();
    importAs("slimresnet.whole").succeeded();
    Files.writeString(own.resolve("home/weights/slimresnet.mine/card.json"), "{");

    Run list = weights("list", "--installed").succeeded();
    assertThat(list.out())
        .containsPattern("slimresnet.mine +damaged")
        .containsPattern("slimresnet.whole +imported");
    assertThat(list.err()).contains("slimresnet.mine is damaged: ").doesNotContain("REDACTED");
    assertThat(
            entry(weights("list", "--json").succeeded().json(), "slimresnet.mine").get("damaged"))
        .isNotNull();
    weights("show", "slimresnet.mine").failed(1, "is damaged, no JSON at line 1", "again");
    weights("remove", "slimresnet.mine").succeeded();
  }

  /** What a publisher says of his weights is not said of others that have their id. */
  @Test
  void list_importUnderAnIdOfTheCatalogue_hasNoPublishedFacts() throws Exception {
    importAs(REMOTE).succeeded();
    String json = Files.readString(catalogue);
    assertThat(weights("list", "--catalogue", catalogue).out())
        .containsPattern(REMOTE + " +imported .* 12.50");
    Files.writeString(
        catalogue, json.replaceFirst("\"sha256\": \"[0-9a-f]{8}", "\"sha256\": \"00000000"));

    assertThat(weights("list", "--catalogue", catalogue).succeeded().out())
        .containsPattern(REMOTE + " +imported")
        .doesNotContain("12.50");
    assertThat(weights("show", REMOTE, "--catalogue", catalogue).succeeded().out())
        .doesNotContain("as published", "weights.invalid");
    JsonNode shown = weights("show", REMOTE, "--catalogue", catalogue, "--json").json();
    assertThat(shown.has("accuracy")).isFalse();
    weights("fetch", REMOTE, "--catalogue", catalogue).failed(1, "00000000", "imported with");
  }

  @Test
  void remove_foreignFiles_saysThatTheyStay() throws Exception {
    importAs("slimresnet.mine").succeeded();
    Path notes = own.resolve("home/weights/slimresnet.mine/notes.txt");
    Files.writeString(notes, "mine");

    assertThat(weights("remove", "slimresnet.mine").succeeded().err())
        .contains("left alone", notes.toString());
    assertThat(notes).exists();
  }

  @Test
  void fetch_verifyRemove_work() throws Exception {
    HttpServer server = serve();
    try {
      String base = "http://localhost:" + server.getAddress().getPort();
      Run fetched = weights("fetch", REMOTE, "--catalogue", catalogue, "--base-url", base);
      assertThat(fetched.succeeded().out()).startsWith(REMOTE);
      assertThat(fetched.err()).contains("licence CC0-1.0", base + "/pub/slim.safetensors");
    } finally {
      server.stop(0);
    }
    JsonNode again =
        weights("fetch", REMOTE, "--catalogue", catalogue, "--offline", "--json")
            .succeeded()
            .json();
    assertThat(again.at("/weights/0/accuracy/top1").asDouble()).isEqualTo(12.5);
    assertThat(weights("verify", REMOTE).succeeded().out()).contains("fits slimresnet", "sha256");
    assertThat(weights("list", "--installed").out()).containsPattern(REMOTE + " +fetched");
    assertThat(weights("remove", REMOTE).succeeded().out()).contains("removed " + REMOTE);
    weights("remove", REMOTE).failed(1, "unknown weights id");
    weights("remove", "slimresnet.shapes").failed(1, "are in the library");
  }

  @Test
  void fetch_wrongCalls_areOneLine() {
    weights("fetch").failed(2, "either ids or --all-of");
    weights("fetch", "a.b", "--all-of", "x").failed(2, "either ids or --all-of");
    weights("fetch", "--all-of", "resnet").failed(1, "--all-of must be an architecture");
    weights("fetch", "vgg16.torchvision_in1k", "--offline")
        .failed(1, "offline", "graft4j weights fetch vgg16.torchvision_in1k");
    weights("fetch", "resnet18.torchvision_in1k", "--base-url", "file:///tmp")
        .failed(1, "must be https://HOST/PATH");
    weights("list", "--catalogue", file).failed(1, "slim.safetensors is no catalogue");
    weights("list", "--catalogue", own.resolve("none.json")).failed(1, "no such catalogue file");
  }

  /** The names that a file's tensors have tell whose pictures it wants. */
  @Test
  void verify_fileOfKeras_saysWhoseNamesAndPicturesItHas() throws Exception {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    for (int conv = 1; conv <= 2; conv++) {
      String name = "block1_conv" + conv + "/block1_conv" + conv;
      int in = conv == 1 ? 3 : 64;
      tensors.put(name + "/kernel:0", FloatTensor.f32(new float[9 * in * 64], 3, 3, in, 64));
      tensors.put(name + "/bias:0", FloatTensor.f32(new float[64], 64));
    }
    Path vgg = own.resolve("vgg.safetensors");
    SafetensorsWriter.write(vgg, tensors);
    List<Object> verify = List.of("verify", vgg, "--arch", "vgg16", "--features-at", "block1");

    assertThat(weights(verify.toArray()).succeeded().out())
        .contains("names: of keras")
        .contains("pictures: 224x224 BGR");
    List<Object> asJson = new ArrayList<>(verify);
    asJson.add("--json");
    JsonNode json = weights(asJson.toArray()).succeeded().json();
    assertThat(json.get("scheme").asText()).isEqualTo("keras");
    assertThat(json.get("input").get("channels").asText()).isEqualTo("BGR");
  }

  @Test
  void verify_file_saysWhetherItFits() {
    JsonNode json = weights("verify", file, "--arch", "slimresnet", "--json").succeeded().json();

    assertThat(json.get("tensors").asInt()).isPositive();
    assertThat(json.get("nonFinite")).isEmpty();
    weights("verify", file, "--arch", "resnet18").failed(1, "slim.safetensors");
    weights("verify", file).failed(1, "--arch must say which architecture");
    weights("verify", own.resolve("none.pth"), "--arch", "resnet18").failed(1, "none.pth");
    assertThat(weights("verify", "slimresnet.shapes").succeeded().out()).contains("66 classes");
  }

  @Test
  void export_id_isAFileThatFits() {
    Path out = own.resolve("out.safetensors");
    weights("export", "slimresnet.shapes", "--out", out).succeeded();

    assertThat(weights("verify", out, "--arch", "slimresnet").succeeded().out())
        .contains("66 classes");
    weights("export", "slimresnet.shapes", "--out", out).failed(1, "--force");
    weights("export", "slimresnet.shapes", "--out", out, "--features-at", "layer2", "--force")
        .succeeded();
    weights("verify", out, "--arch", "slimresnet").failed(1, "missing");
    weights("export", catalogue, "--out", own.resolve("x")).failed(1, "is no Graft4J bundle");
    weights("export", "slimresnet.none", "--out", own.resolve("x")).failed(1, "unknown weights id");
  }

  @Test
  void progress_bar_isAsLongAsThereIs() {
    assertThat(FetchProgress.bar(0, 10)).startsWith("[" + " ".repeat(30) + "]   0 %  0 B of 10 B");
    assertThat(FetchProgress.bar(10, 10)).startsWith("[" + "#".repeat(30) + "] 100 %");
  }
}
