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
  private static final int APPLICATIONS = 10_000;

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

  /** A picture's pixels, 12 KiB, left behind each time by one of them would be 117 MiB. */
  @Test
  void apply_tenThousandTimesEach_leavesResidentMemoryFlat() throws Exception {
    assumeTrue(Files.isReadable(STATUS), "no /proc here");
    List<ContractTable.Row> rows =
        ContractTable.rows().stream()
            .filter(
                row -> Transforms.all().containsKey(row.name()) || row.name().contains("strong"))
            .toList();
    Picture picture = Pictures.noise(64, 64, 1);
    Mask mask = Pictures.mask(64, 64, 1);
    byte[] heap = new byte[64 << 20]; // the heap's own growth comes before the first look
    java.util.Arrays.fill(heap, (byte) 1);
    for (ContractTable.Row row : rows) {
      apply(row.augmentation(), APPLICATIONS / 20, picture, mask);
    }
    assertThat(heap[heap.length - 1]).isOne();
    long before = resident();
    for (ContractTable.Row row : rows) {
      apply(row.augmentation(), APPLICATIONS, picture, mask);
    }
    assertThat(resident() - before).isLessThan(80L << 20);
  }
}
