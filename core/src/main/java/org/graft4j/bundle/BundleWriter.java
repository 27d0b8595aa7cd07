package org.graft4j.bundle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.TrainedModel;
import org.graft4j.runtime.Sha256;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Lays a bundle out. Entries are stored, not compressed: parameters hardly shrink, compressed bytes
 * depend on the zlib at hand, and a reader can then trust the sizes.
 */
final class BundleWriter {
  /**
   * A real time would make every file another. The first instant that a zip can hold means "before
   * 1980" to Java, which then adds a field.
   */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  /** DL4J's reader takes an entry as one array. */
  static final long MOST_PARAMETERS = (Integer.MAX_VALUE - 4096L) / 4;

  private record Measured(long size, long crc, String sha256) {}

  private final byte[] configuration;
  private final byte[] manifest;
  private final ComputationGraph stock;
  private final StoredWeights form;
  private final Measured measured;

  private BundleWriter(
      byte[] configuration,
      byte[] manifest,
      ComputationGraph stock,
      StoredWeights form,
      Measured measured) {
    this.configuration = configuration;
    this.manifest = manifest;
    this.stock = stock;
    this.form = form;
    this.measured = measured;
  }

  static BundleWriter of(TrainedModel model, Optional<ModelReport> report, StoredWeights form)
      throws IOException {
    ComputationGraph given = model.graph();
    if (given.getConfiguration().getDataType() != DataType.FLOAT) {
      throw new IllegalArgumentException(
          "graph must have parameters of type FLOAT, but had "
              + given.getConfiguration().getDataType()
              + "; convert it with graph.convertDataType(DataType.FLOAT)");
    }
    long length = given.numParams();
    if (length < 1 || length > MOST_PARAMETERS) {
      throw new IllegalArgumentException(
          "graph must have 1 to " + MOST_PARAMETERS + " parameters, but had " + length);
    }
    requireOutput(model);
    ComputationGraph stock = StockGraph.of(given);
    Measured measured = measure(stock, form);
    Manifest manifest =
        new Manifest(
            model.labels(),
            model.input(),
            report,
            model.provenance(),
            model.decision(),
            length,
            measured.sha256(),
            form);
    return new BundleWriter(
        configuration(stock).getBytes(StandardCharsets.US_ASCII),
        manifest.toJson(),
        stock,
        form,
        measured);
  }

  private static void requireOutput(TrainedModel model) {
    var conf = model.graph().getConfiguration();
    if (conf.getNetworkInputs().size() != 1 || conf.getNetworkOutputs().size() != 1) {
      throw new IllegalArgumentException(
          "graph must have one input and one output, but had "
              + conf.getNetworkInputs()
              + " and "
              + conf.getNetworkOutputs());
    }
    long width = NetworkConfiguration.outputWidth(conf, model.input());
    if (width != model.labels().size()) {
      throw new IllegalArgumentException(
          "labels must be as many as the network's classes, but were "
              + model.labels().size()
              + " for "
              + width);
    }
  }

  private static String configuration(ComputationGraph stock) throws IOException {
    String json = ascii(stock.getConfiguration().toJson());
    try {
      NetworkConfiguration.parse(Path.of("bundle"), json);
    } catch (BundleFormatException e) {
      throw new IllegalArgumentException(
          "graph must consist of DL4J's layers, vertices, activations and losses to be saved: "
              + e.getMessage(),
          e);
    }
    return json;
  }

  /** DL4J reads the text in the platform's charset; in ASCII they are all the same. */
  private static String ascii(String json) {
    StringBuilder out = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c < 128) {
        out.append(c);
      } else {
        out.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
      }
    }
    return out.toString().replace("\r\n", "\n");
  }

  private static Measured measure(ComputationGraph stock, StoredWeights form) throws IOException {
    MessageDigest digest = Sha256.digest();
    CRC32 crc = new CRC32();
    StoredWeights.ByteCount count = new StoredWeights.ByteCount();
    try (OutputStream out = new CheckedOutputStream(new DigestOutputStream(count, digest), crc)) {
      form.write(stock, out);
    }
    return new Measured(count.bytes(), crc.getValue(), Sha256.hex(digest));
  }

  void writeTo(OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    writeJson(zip, BundleReader.CONFIGURATION, configuration);
    writeJson(zip, BundleReader.MANIFEST, manifest);
    begin(zip, BundleReader.COEFFICIENTS, measured.size(), measured.crc());
    form.write(stock, zip);
    zip.closeEntry();
    zip.finish();
    zip.flush();
  }

  private static void writeJson(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    begin(zip, name, bytes.length, crc.getValue());
    zip.write(bytes);
    zip.closeEntry();
  }

  private static void begin(ZipOutputStream zip, String name, long size, long crc)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setTimeLocal(NO_TIME);
    entry.setSize(size);
    entry.setCompressedSize(size);
    entry.setCrc(crc);
    zip.putNextEntry(entry);
  }
}
