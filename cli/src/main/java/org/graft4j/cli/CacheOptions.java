package org.graft4j.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.graft4j.features.CacheStatistics;
import org.graft4j.features.FeatureCache;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where features are kept from run to run, and how many of them. */
final class CacheOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Folder that keeps the frozen backbone's features for later runs"
              + " (default: $GRAFT4J_CACHE, or graft4j in $XDG_CACHE_HOME or ~/.cache).")
  private @Nullable Path folder;

  @Option(
      names = "--cache-size",
      paramLabel = "SIZE",
      defaultValue = "10g",
      converter = ByteSize.Converter.class,
      description = "Most that it may take; what was not used for longest goes (default: 10g).")
  private ByteSize size = new ByteSize(FeatureCache.DEFAULT_BUDGET);

  @Option(names = "--no-cache", description = "Keep no features for later runs.")
  private boolean none;

  /** Empty if there is to be none, or if the default one cannot be made. */
  Optional<FeatureCache> open() throws IOException {
    if (none && folder != null) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(),
          "--cache and --no-cache must not both be given");
    }
    if (none) {
      return Optional.empty();
    }
    return folder == null
        ? openUnasked(CacheHome.find(System::getProperty, System::getenv), size.bytes())
        : Optional.of(CacheHome.given(folder).openToWrite(size.bytes()));
  }

  /** Nobody asked for it in this call: a home that cannot be written to is no reason to fail. */
  static Optional<FeatureCache> openUnasked(CacheHome home, long budget) {
    try {
      return Optional.of(home.openToWrite(budget));
    } catch (IOException e) {
      Terminal.note("no feature cache: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Says what a cache was worth; nothing if nothing was looked for. */
  static void note(FeatureCache cache) {
    CacheStatistics s = cache.statistics();
    long all = s.hits() + s.misses();
    if (all == 0) {
      return;
    }
    Terminal.note(
        "cache: "
            + s.hits()
            + " of "
            + Count.of(all, "feature was there", "features were there")
            + ", "
            + s.misses()
            + " computed; "
            + cache.folder());
    if (s.damagedRows() > 0) {
      Terminal.note(
          "cache: "
              + Count.of(
                  s.damagedRows(),
                  "damaged row was computed again",
                  "damaged rows were computed again"));
    }
    if (nothingKept(s)) {
      Terminal.note(
          "cache: the computed features do not fit into "
              + new ByteSize(cache.budget())
              + " and were not kept, but computed in each epoch: raise --cache-size");
    }
  }

  /** The rows of a stage that do not fit are none of them written. */
  private static boolean nothingKept(CacheStatistics s) {
    return s.misses() > 0 && s.bytesWritten() == 0;
  }

  /** The same for a machine. */
  static ObjectNode json(FeatureCache cache) {
    CacheStatistics s = cache.statistics();
    return JsonNodeFactory.instance
        .objectNode()
        .put("folder", cache.folder().toString())
        .put("hits", s.hits())
        .put("misses", s.misses())
        .put("bytesWritten", s.bytesWritten())
        .put("damagedRows", s.damagedRows())
        .put("tooSmall", nothingKept(s));
  }
}
