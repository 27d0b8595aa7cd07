package org.graft4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much memory does a linear probe take at its peak, and does it grow with the number of
 * pictures?
 *
 * <p>No JMH: each job has a process of its own, since a process's peak never falls. The child reads
 * its own {@code VmHWM}, the most memory that was resident at once.
 */
final class PeakMemory {
  /** Pictures of the small job and of the large one. */
  static final int SMALL = 1000;

  static final int LARGE = 10_000;

  /** Pixels a side: many pictures, and yet soon through. */
  static final int SIZE = 64;

  private PeakMemory() {}

  /** A child's main: the folder of pictures, and the file that its peak in MB goes to. */
  public static void main(String[] arguments) throws IOException {
    try (ProbeCache cache = ProbeCache.temporary()) {
      ProbeJob.of("resnet18", SIZE, Path.of(arguments[0]), 3).run(cache);
    }
    Files.writeString(Path.of(arguments[1]), Double.toString(peakMegabytes()));
    System.exit(0);
  }

  /** Of this process. */
  static double peakMegabytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
      }
    }
    throw new IOException("/proc/self/status has no line VmHWM: peak memory is read on Linux only");
  }
}
