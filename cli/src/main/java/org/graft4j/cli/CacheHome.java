package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.graft4j.features.FeatureCache;
import org.graft4j.runtime.UserFolder;
import org.jspecify.annotations.Nullable;

/**
 * The folder of the user's feature cache, and who named it.
 *
 * @param source say {@code --cache}; errors begin with it
 * @param folder be it there or not
 */
record CacheHome(String source, Path folder) {
  private static final String REMEDY = "; name another folder";

  /** The folder that {@code --cache} names. */
  static CacheHome given(Path folder) {
    return new CacheHome("--cache", folder);
  }

  /** {@link UserFolder#cache}, where nobody names another. */
  static CacheHome find(
      UnaryOperator<@Nullable String> property, UnaryOperator<@Nullable String> environment) {
    UserFolder cache = UserFolder.cache(property, environment);
    return new CacheHome(cache.source(), cache.path());
  }

  /**
   * Whether there is a folder.
   *
   * @throws IOException if a file is in its place, or no name was given
   */
  boolean exists() throws IOException {
    // An empty path is the current folder, which nobody means to fill with a cache.
    if (folder.toString().isBlank()) {
      throw new IOException(
          source + " must name a folder, but was '" + folder + "': name one, or leave it out");
    }
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IOException(
          source + " must be a folder, but '" + folder + "' is a file: name another");
    }
    return Files.isDirectory(folder);
  }

  /**
   * Opens the cache to look into it or to empty it.
   *
   * @param budget in bytes
   * @throws IOException in one line that names the source and the folder
   */
  FeatureCache open(long budget) throws IOException {
    boolean there = exists();
    Path above = nearestAbove();
    if (!there && !Files.isDirectory(above)) {
      throw new IOException(cannotBe("made") + "'" + above + "' is a file" + REMEDY);
    }
    try {
      return FeatureCache.open(folder, budget);
    } catch (AccessDeniedException e) {
      throw new IOException(cannotBe(there ? "used" : "made") + denied(above), e);
    } catch (IOException e) {
      throw new IOException(cannotBe(there ? "used" : "made") + e.getMessage() + REMEDY, e);
    }
  }

  /** As {@link #open}, to keep features in it: a folder that cannot be written to is refused. */
  FeatureCache openToWrite(long budget) throws IOException {
    if (exists() && !Files.isWritable(folder)) {
      throw new IOException(cannotBe("used") + denied(folder));
    }
    return open(budget);
  }

  private String cannotBe(String done) {
    return source + " '" + folder + "' cannot be " + done + ": ";
  }

  private static String denied(Path where) {
    return "no permission to write in '" + where + "'; allow it, or name another folder";
  }

  /** The folder itself if it is there, else what is there of the way to it. */
  private Path nearestAbove() {
    Path there = folder.toAbsolutePath();
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return there;
  }
}
