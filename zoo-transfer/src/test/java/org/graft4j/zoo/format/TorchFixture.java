package org.graft4j.zoo.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes small PyTorch files opcode by opcode, for what Python would not write easily. */
final class TorchFixture {
  private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
  private final Map<String, byte[]> records = new LinkedHashMap<>();

  TorchFixture() {
    op(0x80, 2);
  }

  TorchFixture op(int... bytes) {
    for (int b : bytes) {
      pickle.write(b);
    }
    return this;
  }

  TorchFixture op(String ascii) {
    pickle.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  TorchFixture text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return op('X').raw(utf8.length).op(text);
  }

  TorchFixture number(long number) {
    op(0x8a, Long.BYTES);
    pickle.writeBytes(
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array());
    return this;
  }

  private TorchFixture raw(int number) {
    pickle.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
    return this;
  }

  /** A vector on a storage of its own class, say "FloatStorage". */
  TorchFixture vector(String storageClass, String key, long storage, long size, long stride) {
    op("ctorch._utils\n_rebuild_tensor\n(").op("(").text("storage");
    op("ctorch\n" + storageClass + "\n").text(key).text("cpu").number(storage).op("tQ");
    return number(0).number(size).op(0x85).number(stride).op(0x85).op("tR");
  }

  /** A vector of one float under each name, all in a dictionary that stays on the stack. */
  TorchFixture dictionary(String... names) {
    op("}(");
    for (String name : names) {
      text(name).vector("FloatStorage", "0", 1, 1, 1);
    }
    records.putIfAbsent("data/0", new byte[4]);
    return op("u");
  }

  TorchFixture record(String name, byte[] bytes) {
    records.put(name, bytes);
    return this;
  }

  /** The zip format; everything is deflated, which PyTorch never does but zip tools do. */
  Path writeZip(Path folder) throws IOException {
    op(".");
    Path file = folder.resolve("fixture.pth");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      records.put("data.pkl", pickle.toByteArray());
      for (Map.Entry<String, byte[]> entry : records.entrySet()) {
        zip.putNextEntry(new ZipEntry("fixture/" + entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return file;
  }
}
