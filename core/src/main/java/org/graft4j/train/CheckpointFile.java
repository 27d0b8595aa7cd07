package org.graft4j.train;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.graft4j.runtime.AtomicFile;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Checkpoints on disk: a zip of {@code checkpoint.json} and one entry of little-endian numbers for
 * each array. A file is replaced whole, by a temporary one beside it, or not at all. The checksum
 * of every entry is compared on reading, so that a changed byte is an error and never another
 * number.
 */
public final class CheckpointFile {
  private static final int SCHEMA_VERSION = 2;
  private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;
  private static final String INDEX = "checkpoint.json";
  private static final ObjectMapper JSON = strict();

  private record ArrayEntry(String name, String entry, String type, List<Long> shape) {}

  private record Index(
      int schemaVersion,
      Map<String, String> settings,
      int stage,
      int epoch,
      boolean finished,
      int bestEpoch,
      List<EpochRecord> history,
      Map<String, Long> steps,
      List<ArrayEntry> arrays) {}

  private final Path file;

  /** Knows no gaps: what is missing, null or unknown is an error. */
  private static ObjectMapper strict() {
    ObjectMapper mapper =
        new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    for (Class<?> type : List.of(List.class, Map.class, String.class)) {
      mapper
          .configOverride(type)
          .setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL));
    }
    return mapper;
  }

  private CheckpointFile(Path file) {
    this.file = file;
  }

  /** The checkpoint kept at a path, whether or not it is there yet. */
  public static CheckpointFile at(Path file) {
    return new CheckpointFile(file);
  }

  /** Whether there is one. */
  public boolean exists() {
    return Files.isRegularFile(file);
  }

  /** Removes it if it is there. */
  public void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  /** Puts a checkpoint in the place of the one before. */
  public void write(Checkpoint checkpoint) throws IOException {
    try {
      AtomicFile.replace(file, out -> write(checkpoint, out));
    } catch (IOException e) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "cannot write checkpoint %s (%s): the one before is kept, if there was one",
              file,
              e.getMessage()),
          e);
    }
  }

  private static void write(Checkpoint checkpoint, OutputStream out) throws IOException {
    List<ArrayEntry> entries = new ArrayList<>();
    for (Map.Entry<String, INDArray> e : checkpoint.arrays().entrySet()) {
      INDArray array = e.getValue();
      String type = array.dataType().name();
      entries.add(
          new ArrayEntry(
              e.getKey(),
              entries.size() + ".bin",
              type,
              Arrays.stream(array.shape()).boxed().toList()));
    }
    Index index =
        new Index(
            SCHEMA_VERSION,
            checkpoint.settings(),
            checkpoint.stage(),
            checkpoint.epoch(),
            checkpoint.finished(),
            checkpoint.bestEpoch(),
            checkpoint.history(),
            checkpoint.steps(),
            entries);
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.setLevel(Deflater.NO_COMPRESSION);
    zip.putNextEntry(new ZipEntry(INDEX));
    zip.write(JSON.writeValueAsBytes(index));
    zip.closeEntry();
    for (ArrayEntry entry : entries) {
      zip.putNextEntry(new ZipEntry(entry.entry()));
      zip.write(bytes(checkpoint.arrays().get(entry.name())));
      zip.closeEntry();
    }
    zip.finish();
  }

  /**
   * Reads the checkpoint.
   *
   * @throws IOException if it is not there, damaged, or of another version; the message says which
   */
  public Checkpoint read() throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Index index = JSON.readValue(content(zip, INDEX, 64L << 20), Index.class);
      if (index == null) {
        throw damagedAt(INDEX);
      }
      if (index.schemaVersion() != SCHEMA_VERSION) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "checkpoint %s has version %d, but this release reads %d: start again without resuming",
                file,
                index.schemaVersion(),
                SCHEMA_VERSION));
      }
      Map<String, INDArray> arrays = new LinkedHashMap<>();
      for (ArrayEntry entry : index.arrays()) {
        arrays.put(entry.name(), array(zip, entry));
      }
      return new Checkpoint(
          index.settings(),
          index.stage(),
          index.epoch(),
          index.finished(),
          index.bestEpoch(),
          index.history(),
          index.steps(),
          arrays);
    } catch (ZipException | EOFException | JsonProcessingException | IllegalArgumentException e) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "checkpoint %s is damaged (%s): delete it and start again",
              file,
              String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  private IOException damagedAt(String place) {
    return new IOException(
        String.format(
            Locale.ROOT, "checkpoint %s is damaged at %s: delete it and start again", file, place));
  }

  private static byte[] bytes(INDArray array) {
    INDArray flat = array.dup('c');
    boolean wide = array.dataType() == DataType.DOUBLE;
    int length = Math.toIntExact(array.length());
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.multiplyExact(length, wide ? 8 : 4))
            .order(ByteOrder.LITTLE_ENDIAN);
    if (wide) {
      buffer.asDoubleBuffer().put(flat.data().asDouble());
    } else {
      buffer.asFloatBuffer().put(flat.data().asFloat());
    }
    return buffer.array();
  }

  private INDArray array(ZipFile zip, ArrayEntry entry) throws IOException {
    boolean wide = entry.type().equals("DOUBLE");
    if (!wide && !entry.type().equals("FLOAT")) {
      throw damagedAt(entry.name() + ", an array of " + entry.type());
    }
    int width = wide ? 8 : 4;
    long length = 1;
    for (long size : entry.shape()) {
      // Each factor is checked before it is taken, so that no product leaves the long.
      if (size <= 0 || size > MAX_ARRAY_BYTES / width / length) {
        throw damagedAt(entry.name() + ", an array of shape " + entry.shape());
      }
      length *= size;
    }
    long[] shape = entry.shape().stream().mapToLong(Long::longValue).toArray();
    byte[] content = content(zip, entry.entry(), length * width);
    if (content.length != length * width) {
      throw damagedAt(entry.name());
    }
    ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    if (wide) {
      double[] values = new double[(int) length];
      buffer.asDoubleBuffer().get(values);
      return Nd4j.create(values, shape, 'c');
    }
    float[] values = new float[(int) length];
    buffer.asFloatBuffer().get(values);
    return Nd4j.create(values, shape, 'c');
  }

  /** Reads an entry, and takes no more memory than its real size and the limit allow. */
  private byte[] content(ZipFile zip, String name, long limit) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IOException(
          String.format(
              Locale.ROOT, "checkpoint %s has no %s: delete it and start again", file, name));
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] content = in.readNBytes(Math.toIntExact(limit));
      CRC32 checksum = new CRC32();
      checksum.update(content);
      // The JDK's ZipFile leaves this comparison to its caller.
      if (checksum.getValue() != entry.getCrc()) {
        throw damagedAt(name);
      }
      return content;
    }
  }
}
