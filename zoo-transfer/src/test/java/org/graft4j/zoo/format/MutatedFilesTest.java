package org.graft4j.zoo.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.graft4j.data.Seed;
import org.graft4j.testing.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A damaged file loads or is refused by the one exception for that, within a second and 512 MB; it
 * never ends in another exception, an endless loop or an exhausted heap.
 *
 * <p>Ten thousand by default; {@code -Dgraft4j.mutations=N} tries another number. The heap that
 * they run in is surefire's; {@code -Dtest.jvm=-Xmx512m} gives them the bound itself.
 */
class MutatedFilesTest {
  private static final int MUTATIONS = Integer.getInteger("graft4j.mutations", 10_000);
  private static final Duration LONGEST = Duration.ofSeconds(1);
  private static final long MOST_ALLOCATED = 512L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(MutatedFilesTest.class);

  @TempDir private Path folder;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private Duration slowest = Duration.ZERO;
  private long mostAllocated;

  @Test
  void open_mutatedFiles_loadOrAreRefusedAtOnce() throws IOException {
    List<Path> intact = files();
    for (Path file : intact) {
      readAll(file); // Loads what is loaded once, so that no mutation pays for it.
    }
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      Path original = intact.get(i % intact.size());
      byte[] mutated = new Mutator(Seed.of(i).stream("mutations")).mutate(original);
      Path file = Files.write(folder.resolve(original.getFileName()), mutated);
      refused += measured(file, "mutation " + i + " of " + original.getFileName()) ? 1 : 0;
    }
    // Nearly all bytes of these small files matter; silence would mean that nothing is checked.
    assertThat(refused).isBetween(MUTATIONS / 4, MUTATIONS * 99 / 100);
    LOG.info(
        "{} mutations, {} refused; slowest {} ms, most allocated {} kB",
        MUTATIONS,
        refused,
        slowest.toMillis(),
        mostAllocated >> 10);
  }

  /** Whether it was refused. */
  private boolean measured(Path file, String name) throws IOException {
    long allocated = threads.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    boolean refused = false;
    try {
      readAll(file);
    } catch (WeightsFormatException expected) {
      refused = true;
      assertThat(expected.getMessage()).as(name).doesNotContain("\n");
    } catch (RuntimeException | Error | IOException other) {
      throw new AssertionError(name, other);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
    slowest = took.compareTo(slowest) > 0 ? took : slowest;
    mostAllocated = Math.max(mostAllocated, allocated);
    assertThat(took).as(name).isLessThan(LONGEST);
    assertThat(allocated).as(name).isLessThan(MOST_ALLOCATED);
    return refused;
  }

  /** Whole numbers that no float is are refused in intact files too. */
  private static void readAll(Path path) throws IOException {
    try (WeightsFile file = WeightsFile.open(path)) {
      for (WeightTensor tensor : file.tensors().values()) {
        if (DType.valueOf(tensor.dtype()).floating()) {
          tensor.toFloats();
        } else {
          tensor.toLongs();
        }
      }
    }
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : GoldenFormatsTest.files()) {
      files.add(Golden.path("formats/" + name));
    }
    Path index = Golden.path("formats/sharded/model.safetensors.index.json");
    for (int shard = 1; shard <= 2; shard++) {
      Path file = index.resolveSibling("model-0000" + shard + "-of-00002.safetensors");
      files.add(file);
      Files.copy(file, folder.resolve(file.getFileName())); // For mutated indices to find.
    }
    files.add(Dl4jFixture.graph(Files.createDirectory(folder.resolve("dl4j"))));
    files.add(Dl4jFixture.layers(folder.resolve("dl4j")));
    return files;
  }
}
