package org.graft4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private Path folder() {
    return folder == null ? CacheHome.find(System::getProperty, System::getenv) : folder;
  }

  @Override
  public Integer call() throws IOException {
    long bytes = 0;
    List<StoredSpace> spaces = List.of();
    if (Files.isDirectory(folder())) {
      try (FeatureCache cache = FeatureCache.open(folder(), FeatureCache.DEFAULT_BUDGET)) {
        bytes = cache.size();
        spaces = cache.spaces();
      }
    }
    if (json) {
      printJson(bytes, spaces);
      return 0;
    }
    Terminal.result(folder() + ": " + new ByteSize(bytes) + " in " + spaces.size() + " spaces");
    for (StoredSpace space : spaces) {
      Terminal.result(
          String.format(
              Locale.ROOT,
              "%n%s  %s in %d files",
              space.name(),
              new ByteSize(space.bytes()),
              space.shards()));
      space.description().lines().forEach(line -> Terminal.result("  " + line));
    }
    return 0;
  }

  private void printJson(long bytes, List<StoredSpace> spaces) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode node = mapper.createObjectNode();
    node.put("folder", folder().toString()).put("bytes", bytes);
    ArrayNode list = node.putArray("spaces");
    for (StoredSpace space : spaces) {
      list.addObject()
          .put("name", space.name())
          .put("description", space.description())
          .put("files", space.shards())
          .put("bytes", space.bytes());
    }
    Terminal.result(mapper.writeValueAsString(node));
  }

  /** {@code cache clear}. */
  @Command(
      name = "clear",
      description = "Removes what the cache keeps, and nothing else in its folder.")
  int clear() throws IOException {
    long freed = 0;
    if (Files.isDirectory(folder())) {
      try (FeatureCache cache = FeatureCache.open(folder(), FeatureCache.DEFAULT_BUDGET)) {
        freed = cache.clear();
      }
    }
    Terminal.result("freed " + new ByteSize(freed) + " in " + folder());
    return 0;
  }
}
