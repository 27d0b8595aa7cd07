package org.graft4j.augment.datavec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.graft4j.augment.Pictures;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Native memory is given back with each call. */
@Tag("slow")
class DataVecMemoryTest {
  private static final int ROUNDS = 120;

  private static List<Augmentation> all() {
    List<Augmentation> all = new ArrayList<>();
    DataVecTransforms.table()
        .forEach(
            (name, made) -> {
              all.add(new DataVecAugmentation(name, made));
              all.add(
                  DataVecAugmentation.shared(
                      name, RngState.keeping(() -> made.apply(new Random(99)))));
            });
    return all;
  }

  private static long outsideTheHeap() throws Exception {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return 1024 * Long.parseLong(line.replaceAll("\\D", ""))
            - Runtime.getRuntime().totalMemory();
      }
    }
    throw new IllegalStateException("no VmRSS");
  }

  /** 3600 applications would leave 1.1 GB if none of their results were given back. */
  @Test
  void apply_thousandsOfTimes_leavesResidentMemoryFlat() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/status")));
    List<Augmentation> all = all();
    Picture picture = Pictures.noise(320, 320, 1);
    run(all, picture, 0, ROUNDS / 10);
    System.gc();
    long tracked = Pointer.totalBytes();
    long before = outsideTheHeap();

    run(all, picture, ROUNDS / 10, ROUNDS);

    System.gc();
    assertThat(outsideTheHeap() - before).as("bytes grown").isLessThan(150_000_000);
    assertThat(Pointer.totalBytes() - tracked).as("bytes held").isLessThan(20_000_000);
  }

  private static void run(List<Augmentation> all, Picture picture, int from, int to) {
    for (int round = from; round < to; round++) {
      for (Augmentation augmentation : all) {
        augmentation.apply(picture, Seed.of(round).stream("x"));
      }
    }
  }
}
