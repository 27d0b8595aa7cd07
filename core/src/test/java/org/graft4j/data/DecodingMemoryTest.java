package org.graft4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a small heap does to large pictures, in virtual machines of their own. */
@Timeout(120)
class DecodingMemoryTest {
  @TempDir Path folder;

  /** A grey PNG of one bit a pixel: small as a file, three bytes a pixel as a picture. */
  private static void png(Path file, int side) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeLong(0x89504e470d0a1a0aL);
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(header);
    fields.writeInt(side);
    fields.writeInt(side);
    fields.write(new byte[] {1, 0, 0, 0, 0});
    chunk(out, "IHDR", header.toByteArray());
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(data)) {
      byte[] row = new byte[1 + (side + 7) / 8];
      for (int y = 0; y < side; y++) {
        deflater.write(row);
      }
    }
    chunk(out, "IDAT", data.toByteArray());
    chunk(out, "IEND", new byte[0]);
    Files.write(file, bytes.toByteArray());
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(type.getBytes(StandardCharsets.US_ASCII));
    checksum.update(data);
    out.writeInt(data.length);
    out.writeBytes(type);
    out.write(data);
    out.writeInt((int) checksum.getValue());
  }

  /** Audits the files named, on four threads, and prints how many are readable and not. */
  public static void main(String[] files) {
    List<ImageItem> items = new ArrayList<>();
    for (String file : files) {
      items.add(new ImageItem(Path.of(file), file, 0));
    }
    PictureAudit audit = PictureAudit.of(items, PictureReader.standard(), 4);
    System.out.println(audit.readable().size() + " and " + audit.unreadable().size());
  }

  private String audit(String heap, int pictures, int side) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(DecodingMemoryTest.class.getName());
    for (int i = 0; i < pictures; i++) {
      Path file = folder.resolve(i + ".png");
      png(file, side);
      command.add(file.toString());
    }
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output);
  }

  @Test
  void audit_pictureBeyondTheHeap_failsAndDoesNotCallItUnreadable() throws Exception {
    assertThat(audit("48m", 1, 5000)).contains("OutOfMemoryError").doesNotContain(" and ");
  }

  @Test
  void audit_picturesThatFitOneByOne_areAllReadable() throws Exception {
    assertThat(audit("160m", 8, 5000)).containsPattern("(?m)^8 and 0");
  }

  @Test
  void room_thatIsNotThere_isWaitedFor() throws Exception {
    DecodingMemory memory = new DecodingMemory(1 << 20);
    List<String> order = new ArrayList<>();
    Thread second =
        new Thread(
            () -> {
              try (DecodingMemory.Room room = memory.enter()) {
                room.bytes(1 << 30);
                room.pixels(1 << 30);
                order.add("second");
              }
            });
    try (DecodingMemory.Room room = memory.enter()) {
      room.bytes(10);
      room.pixels(1 << 14);
      second.start();
      while (second.getState() != Thread.State.WAITING) {
        Thread.sleep(5);
      }
      order.add("first");
    }
    second.join();
    assertThat(order).containsExactly("first", "second");
  }

  @Test
  void room_askedForWithinOnesOwn_isNotWaitedFor() {
    DecodingMemory memory = new DecodingMemory(1 << 20);
    List<String> order = new ArrayList<>();
    try (DecodingMemory.Room outer = memory.enter()) {
      outer.pixels(1 << 30);
      try (DecodingMemory.Room inner = memory.enter()) {
        inner.pixels(1 << 30);
        order.add("inner");
      }
    }
    try (DecodingMemory.Room again = memory.enter()) {
      again.pixels(1 << 30);
      order.add("again");
    }
    assertThat(order).containsExactly("inner", "again");
  }
}
