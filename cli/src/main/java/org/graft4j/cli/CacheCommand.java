package org.graft4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.graft4j.features.FeatureCache;
import org.graft4j.features.StoredSpace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code graft4j cache}: what is in the feature cache; {@code cache clear} empties it. */
@Command(
    name = "cache",
    description = "Shows the feature cache, or empties it.",
    mixinStandardHelpOptions = true)
final class CacheCommand implements Callable<Integer> {
  @Option(
      names = "--cache",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Another folder than the default one.")
  private @Nullable Path folder;

  @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print JSON.")
  private boolean json;

  private CacheHome home() {
    return folder == null
        ? CacheHome.find(System::getProperty, System::getenv)
        : CacheHome.given(folder);
  }

  @Override
  public Integer call() throws IOException {
    CacheHome home = home();
    // Looking makes no folder.
    if (!home.exists()) {
      show(home, 0, List.of());
      return 0;
    }
    try (FeatureCache cache = home.open(FeatureCache.DEFAULT_BUDGET)) {
      show(home, cache.size(), cache.spaces());
    }
    return 0;
  }

  private void show(CacheHome home, long bytes, List<StoredSpace> spaces) throws IOException {
    if (json) {
      printJson(home, bytes, spaces);
      return;
    }
    if (!home.exists()) {
      Terminal.result(notYet(home));
      return;
    }
    Terminal.result(
        home.folder()
            + ": "
            + new ByteSize(bytes)
            + " in "
            + Count.of(spaces.size(), "space", "spaces"));
    for (StoredSpace space : spaces) {
      Terminal.result("");
      Terminal.result(
          space.name()
              + "  "
              + new ByteSize(space.bytes())
              + " in "
              + Count.of(space.shards(), "file", "files"));
      space.description().lines().forEach(line -> Terminal.result("  " + line));
    }
  }

  private static String notYet(CacheHome home) {
    return "no cache at " + home.folder() + " yet";
  }

  private static void printJson(CacheHome home, long bytes, List<StoredSpace> spaces)
      throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode node = mapper.createObjectNode();
    node.put("folder", home.folder().toString()).put("bytes", bytes);
    ArrayNode list = node.putArray("spaces");
    for (StoredSpace space : spaces) {
      list.addObject()
          .put("name", space.name())
          .put("description", space.description())
          .put("files", space.shards())
          .put("bytes", space.bytes());
    }
    Terminal.json(mapper.writeValueAsString(node));
  }

  /** {@code cache clear}. */
  @Command(
      name = "clear",
      description = "Removes what the cache keeps, and nothing else in its folder.",
      mixinStandardHelpOptions = true)
  int clear() throws IOException {
    CacheHome home = home();
    boolean there = home.exists();
    long freed = 0;
    if (there) {
      try (FeatureCache cache = home.open(FeatureCache.DEFAULT_BUDGET)) {
        freed = cache.clear();
      }
    }
    if (json) {
      ObjectMapper mapper = new ObjectMapper();
      ObjectNode node = mapper.createObjectNode();
      node.put("folder", home.folder().toString()).put("freedBytes", freed);
      Terminal.json(mapper.writeValueAsString(node));
    } else {
      Terminal.result(
          there ? "freed " + new ByteSize(freed) + " in " + home.folder() : notYet(home));
    }
    return 0;
  }
}
