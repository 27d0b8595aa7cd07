package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The feature cache as the command shows it. */
class CacheOptionsTest {
  @TempDir static Path shared;
  private static Path weights;
  private static Path data;

  @TempDir Path own;

  @BeforeAll
  static void write() throws Exception {
    weights = Pieces.weights(shared);
    data = Pieces.divided(shared.resolve("pictures"));
  }

  private Run train(String out, Object... more) {
    Object[] first = {
      "train",
      data,
      "--backbone",
      weights,
      "--arch",
      "slimresnet",
      "--epochs",
      "2",
      "--json",
      "--out",
      own.resolve(out)
    };
    Object[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return Run.of(all).succeeded();
  }

  @Test
  void train_secondTime_findsItsFeaturesAndGivesTheSameModel() throws Exception {
    Path cache = own.resolve("cache");
    JsonNode cold = train("a.zip", "--cache", cache).json().get("cache");
    Run again = train("b.zip", "--cache", cache, "--cache-size", "50m");
    JsonNode warm = again.json().get("cache");

    assertThat(cold.get("hits").asInt()).isZero();
    assertThat(cold.get("misses").asInt()).isEqualTo(18);
    assertThat(warm.get("hits").asInt()).isEqualTo(18);
    assertThat(warm.get("misses").asInt()).isZero();
    assertThat(again.err()).contains("cache: 18 of 18 features were there, 0 computed");
    assertThat(Files.readAllBytes(own.resolve("b.zip")))
        .isEqualTo(Files.readAllBytes(own.resolve("a.zip")));
  }

  @Test
  void train_noCache_givesTheSameModelAndKeepsNothing() throws Exception {
    train("a.zip", "--cache", own.resolve("cache"));
    Run without = train("b.zip", "--no-cache");

    assertThat(without.json().has("cache")).isFalse();
    assertThat(Files.readAllBytes(own.resolve("b.zip")))
        .isEqualTo(Files.readAllBytes(own.resolve("a.zip")));
  }

  @Test
  void train_cacheAndNoCache_isWrongUsage() {
    Run.of(
            "train",
            data,
            "--backbone",
            weights,
            "--arch",
            "slimresnet",
            "--out",
            own.resolve("m.zip"),
            "--cache",
            own,
            "--no-cache")
        .failed(2, "--cache and --no-cache");
  }

  @Test
  void train_cacheSizeWithoutANumber_isWrongUsage() {
    Run.of(
            "train",
            data,
            "--backbone",
            weights,
            "--arch",
            "slimresnet",
            "--out",
            own.resolve("m.zip"),
            "--cache-size",
            "much")
        .failed(2, "--cache-size", "say 10g", "'much'");
  }

  @Test
  void cache_afterARun_showsItsSpaceAndClearsIt() throws Exception {
    Path cache = own.resolve("cache");
    train("a.zip", "--cache", cache);

    JsonNode shown = Run.of("cache", "--cache", cache, "--json").succeeded().json();
    assertThat(shown.get("schemaVersion").asInt()).isEqualTo(1);
    assertThat(shown.get("bytes").asLong()).isPositive();
    assertThat(shown.get("spaces")).hasSize(1);
    assertThat(Run.of("cache", "--cache", cache).succeeded().out())
        .contains(" in 1 space\n", "in 1 file\n", "trunk: ");
    assertThat(Run.of("cache", "clear", "--cache", cache).succeeded().out()).startsWith("freed ");
    assertThat(Run.of("cache", "--cache", cache, "--json").json().get("bytes").asLong()).isZero();
  }

  @Test
  void cache_noFolder_saysSoAndMakesNone() {
    Path none = own.resolve("none");

    assertThat(Run.of("cache", "--cache", none).succeeded().out())
        .isEqualToIgnoringNewLines("no cache at " + none + " yet");
    assertThat(Run.of("cache", "clear", "--cache", none).succeeded().out())
        .isEqualToIgnoringNewLines("no cache at " + none + " yet");
    assertThat(Run.of("cache", "--cache", none, "--json").succeeded().json().get("spaces"))
        .isEmpty();
    assertThat(none).doesNotExist();
  }

  @Test
  void cacheClear_help_isThere() {
    assertThat(Run.of("cache", "clear", "--help").succeeded().out()).contains("--json", "--cache");
  }

  @Test
  void cacheClear_json_saysWhatWasFreed() {
    Path cache = own.resolve("cache");
    train("a.zip", "--cache", cache);

    JsonNode freed = Run.of("cache", "clear", "--cache", cache, "--json").succeeded().json();
    assertThat(freed.get("freedBytes").asLong()).isPositive();
    assertThat(freed.get("folder").asText()).isEqualTo(cache.toString());
  }

  @Test
  void train_damagedRow_isMentionedAndChangesNothing() throws Exception {
    Path cache = own.resolve("cache");
    train("a.zip", "--cache", cache);
    Path shard;
    try (Stream<Path> files = Files.walk(cache)) {
      shard = files.filter(f -> f.toString().endsWith(".rows")).findAny().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length - 1] ^= 1;
    Files.write(shard, bytes);

    Run again = train("b.zip", "--cache", cache);
    assertThat(again.err()).contains("cache: 1 damaged row was computed again");
    assertThat(again.json().get("cache").get("damagedRows").asInt()).isOne();
    assertThat(Files.readAllBytes(own.resolve("b.zip")))
        .isEqualTo(Files.readAllBytes(own.resolve("a.zip")));
  }

  @Test
  void train_cacheTooSmall_isMentioned() {
    Run run = train("a.zip", "--cache", own.resolve("cache"), "--cache-size", "1k");

    assertThat(run.err()).contains("do not fit into 1.0 KB", "raise --cache-size");
    assertThat(run.json().get("cache").get("tooSmall").asBoolean()).isTrue();
    assertThat(train("b.zip", "--cache", own.resolve("cache")).err())
        .doesNotContain("do not fit", "damaged");
  }

  @ParameterizedTest
  @CsvSource({"10g, 10737418240", "1.5 MiB, 1572864", "500KB, 512000", "7, 7", "0, 0"})
  void size_asPeopleWriteIt_isBytes(String text, long bytes) {
    assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "g", "-1", "1x", "10 gg", "1e9", "1.g"})
  void size_somethingElse_isRefused(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999999999g", "8388608t", "99999999999999999999999999"})
  void size_beyondALong_isTooLarge(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "' is too large");
  }

  @Test
  void home_environment_decides() {
    Map<String, String> user = Map.of("user.home", "/home/me");

    assertThat(CacheHome.find(user::get, Map.of("GRAFT4J_CACHE", "/g")::get))
        .isEqualTo(new CacheHome("GRAFT4J_CACHE", Path.of("/g")));
    assertThat(CacheHome.find(user::get, k -> null))
        .isEqualTo(new CacheHome("the default cache", Path.of("/home/me/.cache/graft4j")));
  }
}
