package org.graft4j.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Draw;
import org.graft4j.data.Mask;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing is left behind outside of the heap, where nobody would see it. Measured in a process of
 * its own whose heap is resident and of one size from the start: what its resident memory grows by
 * lies elsewhere.
 */
@Tag("slow")
class AugmentationMemoryTest {
  private static final Path STATUS = Path.of("/proc/self/statm");
  private static final int APPLICATIONS = 10_000;
  private static final int SIDE = 32;

  /** One transform's result left behind each time. */
  private static final long LEAK = 3L * SIDE * SIDE * APPLICATIONS;

  @TempDir Path folder;

  /** What the check must see: the pixels of each result once more, never given back. */
  private static final Augmentation LEAKING =
      (picture, random) -> {
        byte[] rgb = picture.rgb();
        new BytePointer(Pointer.malloc(rgb.length)).put(rgb, 0, rgb.length);
        return picture;
      };

  /**
   * One of each registered transform, with settings that let it work, and what goes through
   * OpenCV's memory.
   */
  private static List<Augmentation> eachTransform() {
    List<Augmentation> each = new ArrayList<>();
    List<ContractTable.Row> rows = ContractTable.rows();
    for (String id : Transforms.all().keySet()) {
      each.add(
          rows.stream()
              .filter(row -> row.id().equals(id) && !row.name().equals(id))
              .findFirst()
              .orElseThrow()
              .augmentation());
    }
    rows.stream()
        .filter(row -> row.name().contains("plain"))
        .forEach(row -> each.add(row.augmentation()));
    return each;
  }

  /** In the process of its own: the growth, in bytes, of all transforms and then of the leak. */
  public static void main(String[] arguments) throws Exception {
    List<Augmentation> each = eachTransform();
    apply(each, APPLICATIONS / 5); // Loads classes and compiles.
    long start = resident();
    apply(each, APPLICATIONS);
    long sound = resident();
    apply(List.of(LEAKING), APPLICATIONS);
    System.out.println(each.size() + " " + (sound - start) + " " + (resident() - sound));
  }

  private static long resident() throws Exception {
    System.gc();
    return Long.parseLong(Files.readString(STATUS).split(" ", 3)[1]) * 4096;
  }

  private static void apply(List<Augmentation> augmentations, int times) {
    Picture picture = Pictures.noise(SIDE, SIDE, 1);
    Mask mask = Pictures.mask(SIDE, SIDE, 1);
    for (Augmentation augmentation : augmentations) {
      boolean withMask = !augmentation.describe().contains("AugMix") && augmentation != LEAKING;
      for (int i = 0; i < times; i++) {
        Draw draw = augmentation.draw(Seed.of(4).stream("memory", i));
        draw.apply(picture);
        if (withMask) {
          draw.apply(mask);
        }
      }
    }
  }

  /** 10,000 of every transform; a picture's pixels left behind by one of them would tell. */
  @Test
  void apply_tenThousandTimesEach_leavesResidentMemoryFlat() throws Exception {
    assumeTrue(Files.isReadable(STATUS), "no /proc here");
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms192m",
                "-Xmx192m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                // On a busy machine the other compiler is at work, in memory of its own, to the
                // end.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                AugmentationMemoryTest.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String[] measured = Files.readString(output).strip().split(" ", -1);
    assertThat(measured).hasSize(3);
    assertThat(Integer.parseInt(measured[0])).isGreaterThan(Transforms.all().size());
    assertThat(Long.parseLong(measured[1])).as("bytes grown").isLessThan(LEAK / 2);
    assertThat(Long.parseLong(measured[2])).as("bytes leaked").isGreaterThan(LEAK * 9 / 10);
  }
}
