package org.graft4j.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Draw;
import org.graft4j.data.Mask;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nothing is left behind outside of the heap, where nobody would see it. */
@Tag("slow")
class AugmentationMemoryTest {
  private static final Path STATUS = Path.of("/proc/self/statm");
  private static final int APPLICATIONS = 1_000;

  /** A picture of 96x96, left behind each time. */
  private static final long LEAK_OF_ONE = 3L * 96 * 96 * APPLICATIONS;

  private static long resident() throws Exception {
    System.gc();
    return Long.parseLong(Files.readString(STATUS).split(" ", 3)[1]) * 4096;
  }

  private static void apply(Augmentation augmentation, int times, Picture picture, Mask mask) {
    boolean withMask = !augmentation.describe().contains("AugMix");
    for (int i = 0; i < times; i++) {
      Draw draw = augmentation.draw(Seed.of(4).stream("memory", i));
      draw.apply(picture);
      if (withMask) {
        draw.apply(mask);
      }
    }
  }

  /**
   * Over 100,000 applications; a picture's pixels left behind by one transform alone would tell.
   */
  @Test
  void apply_thousandsOfTimesEach_leavesResidentMemoryFlat() throws Exception {
    assumeTrue(Files.isReadable(STATUS), "no /proc here");
    List<ContractTable.Row> rows =
        ContractTable.rows().stream()
            .filter(
                row -> Transforms.all().containsKey(row.name()) || row.name().contains("strong"))
            .toList();
    Picture picture = Pictures.noise(96, 96, 1);
    Mask mask = Pictures.mask(96, 96, 1);
    // The first pass takes the heap to its size; what leaks would grow in the second one as well.
    pass(rows, picture, mask);
    long before = resident();
    long heapBefore = Runtime.getRuntime().totalMemory();
    pass(rows, picture, mask);
    long heap = Math.max(0, Runtime.getRuntime().totalMemory() - heapBefore);
    assertThat(resident() - heap - before).isLessThan(LEAK_OF_ONE);
  }

  private static void pass(List<ContractTable.Row> rows, Picture picture, Mask mask) {
    for (ContractTable.Row row : rows) {
      apply(row.augmentation(), APPLICATIONS, picture, mask);
    }
  }
}
