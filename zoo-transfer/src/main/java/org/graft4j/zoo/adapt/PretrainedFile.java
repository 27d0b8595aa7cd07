package org.graft4j.zoo.adapt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.Adler32;
import java.util.zip.CheckedInputStream;
import org.deeplearning4j.zoo.PretrainedType;
import org.deeplearning4j.zoo.ZooModel;
import org.graft4j.runtime.AtomicFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of pretrained weights that a model of DL4J's zoo names. DL4J's own download writes
 * straight onto the final file and waits for ever (deeplearning4j issues 8522, 8728, 10043).
 */
final class PretrainedFile {
  private static final Logger LOG = LoggerFactory.getLogger(PretrainedFile.class);
  private static final int PATIENCE_MILLIS = 20_000;
  private static final long LARGEST = 4L << 30;
  private static final int CHUNK = 1 << 16;

  private PretrainedFile() {}

  /** The file in the folder, fetched if it is not there or not the right one. */
  static Path of(ZooModel<?> model, PretrainedType type, Path folder) throws IOException {
    String address = model.pretrainedUrl(type);
    if (address == null) {
      List<PretrainedType> known =
          Arrays.stream(PretrainedType.values())
              .filter(t -> model.pretrainedUrl(t) != null)
              .toList();
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has no pretrained weights of type %s; %s",
              model.modelName(),
              type,
              known.isEmpty() ? "it has none" : "there are " + known));
    }
    long sum = model.pretrainedChecksum(type);
    Path file = folder.resolve(address.substring(address.lastIndexOf('/') + 1));
    if (Files.isRegularFile(file) && (sum == 0 || sum(file) == sum)) {
      return file;
    }
    Files.createDirectories(folder);
    try {
      fetch(address, file, sum);
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "cannot fetch the %s weights of %s from %s: %s. Get the file in another way and save it as %s, or open it with ForeignBackbone.open(file)",
              type,
              model.modelName(),
              address,
              e.getMessage() == null
                  ? e.getClass().getSimpleName()
                  : e.getClass().getSimpleName() + ": " + e.getMessage(),
              file),
          e);
    }
    return file;
  }

  private static void fetch(String address, Path file, long sum) throws IOException {
    LOG.info("Fetching {}", address);
    URLConnection connection = URI.create(address).toURL().openConnection();
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    if (connection instanceof HttpURLConnection http && http.getResponseCode() != 200) {
      throw new IOException("the host answered " + http.getResponseCode());
    }
    long length = connection.getContentLengthLong();
    try (CheckedInputStream in =
        new CheckedInputStream(connection.getInputStream(), new Adler32())) {
      AtomicFile.replace(file, out -> copy(in, out, length, sum));
    }
  }

  private static void copy(CheckedInputStream in, OutputStream out, long length, long sum)
      throws IOException {
    byte[] chunk = new byte[CHUNK];
    long copied = 0;
    for (int n; (n = in.read(chunk)) >= 0; ) {
      copied += n;
      if (copied > LARGEST) {
        throw new IOException("more than " + LARGEST + " bytes came");
      }
      out.write(chunk, 0, n);
    }
    if (length >= 0 && copied != length) {
      throw new IOException("only " + copied + " of " + length + " bytes came");
    }
    if (sum != 0 && in.getChecksum().getValue() != sum) {
      throw new IOException("Adler-32 must be " + sum + ", but was " + in.getChecksum().getValue());
    }
  }

  private static long sum(Path file) throws IOException {
    try (CheckedInputStream in =
        new CheckedInputStream(Files.newInputStream(file), new Adler32())) {
      InputStream all = in;
      all.transferTo(OutputStream.nullOutputStream());
      return in.getChecksum().getValue();
    }
  }
}
