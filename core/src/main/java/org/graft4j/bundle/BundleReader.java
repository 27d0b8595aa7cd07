package org.graft4j.bundle;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.runtime.RngState;
import org.graft4j.runtime.Sha256;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Reads a bundle through one open handle, so that what is checked is what is restored. */
final class BundleReader {
  static final String CONFIGURATION = "configuration.json";
  static final String COEFFICIENTS = "coefficients.bin";
  static final String MANIFEST = "graft4j.json";
  private static final Set<String> NAMES = Set.of(CONFIGURATION, COEFFICIENTS, MANIFEST);

  /** DL4J's text for a ResNet-152 takes 2 MB. */
  private static final long LARGEST_JSON = 64L << 20;

  private final Path file;
  private final StoredZip zip;

  private BundleReader(Path file, StoredZip zip) {
    this.file = file;
    this.zip = zip;
  }

  record Contents(Manifest manifest, ComputationGraph graph) {}

  static Contents read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new BundleFormatException(file, "is no Graft4J bundle but a folder; name the zip file");
    }
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "no such file; name a Graft4J bundle");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new BundleReader(file, new StoredZip(file, channel)).contents();
    }
  }

  private Contents contents() throws IOException {
    Map<String, StoredZip.Entry> entries = zip.directory();
    requireNames(entries.keySet());
    zip.requirePlain(entries);
    Manifest manifest = Manifest.parse(file, json(entries.get(MANIFEST)));
    String text = new String(json(entries.get(CONFIGURATION)), StandardCharsets.US_ASCII);
    ComputationGraphConfiguration conf = NetworkConfiguration.parse(file, text);
    long parameters = NetworkConfiguration.parameters(file, conf);
    requireLabels(manifest, conf);
    if (manifest.parameters() != parameters) {
      throw new BundleFormatException(
          file,
          "does not fit together: graft4j.json has "
              + manifest.parameters()
              + " parameters, the network of configuration.json "
              + parameters);
    }
    return new Contents(manifest, graph(conf, entries.get(COEFFICIENTS), manifest));
  }

  private void requireNames(Set<String> names) throws BundleFormatException {
    for (String name : names) {
      if (name.endsWith("/") || name.endsWith("\\")) {
        throw new BundleFormatException(
            file, "is no Graft4J bundle: it has the folder '" + printable(name) + "' in it");
      }
      if (name.equals("preprocessor.bin")) {
        throw new BundleFormatException(
            file,
            "is refused: 'preprocessor.bin' is read by Java deserialisation, which runs code");
      }
    }
    if (!names.contains(MANIFEST) && names.contains(CONFIGURATION)) {
      throw new BundleFormatException(
          file,
          "is a plain DL4J model, not a Graft4J bundle: it has no labels and no input spec. Open it"
              + " with DL4J's ModelSerializer and save it with ModelBundle.of(...)");
    }
    for (String name : names) {
      if (!NAMES.contains(name)) {
        throw new BundleFormatException(
            file, "is no Graft4J bundle: it has the unknown entry '" + printable(name) + "'");
      }
    }
    for (String name : NAMES) {
      if (!names.contains(name)) {
        throw new BundleFormatException(file, "is no Graft4J bundle: it has no entry " + name);
      }
    }
  }

  private static String printable(String name) {
    return name.substring(0, Math.min(80, name.length())).replaceAll("[^ -~]", "?");
  }

  private byte[] json(StoredZip.Entry entry) throws IOException {
    if (entry.size() > LARGEST_JSON) {
      throw new BundleFormatException(
          file, "is refused: " + entry.name() + " has " + entry.size() + " bytes");
    }
    try (InputStream in = zip.open(entry)) {
      byte[] bytes = in.readAllBytes();
      CRC32 crc = new CRC32();
      crc.update(bytes);
      if (crc.getValue() != entry.crc()) {
        throw new BundleFormatException(
            file, "is damaged: the check sum of " + entry.name() + " is wrong. Copy it again");
      }
      return bytes;
    }
  }

  private void requireLabels(Manifest manifest, ComputationGraphConfiguration conf)
      throws BundleFormatException {
    long width;
    try {
      width = NetworkConfiguration.outputWidth(conf, manifest.input());
    } catch (IllegalArgumentException e) {
      throw new BundleFormatException(file, "does not fit together: " + e.getMessage(), e);
    }
    if (width != manifest.labels().size()) {
      throw new BundleFormatException(
          file,
          "does not fit together: it has "
              + manifest.labels().size()
              + " labels, but its network tells "
              + width
              + " classes apart");
    }
  }

  /** Takes memory for as many parameters as the file can hold, and no more. */
  private ComputationGraph graph(
      ComputationGraphConfiguration conf, StoredZip.Entry entry, Manifest manifest)
      throws IOException {
    boolean plain = manifest.stored() == StoredWeights.FLOAT32;
    // A parameter takes a bit at least.
    boolean held =
        manifest.parameters() / Byte.SIZE <= entry.size()
            && manifest.parameters() <= BundleWriter.MOST_PARAMETERS;
    if (!plain && !held) {
      throw new BundleFormatException(
          file,
          "does not fit together: the network of configuration.json has "
              + manifest.parameters()
              + " parameters, but coefficients.bin has "
              + entry.size()
              + " bytes");
    }
    try (DigestInputStream in = new DigestInputStream(zip.open(entry), Sha256.digest())) {
      BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
      INDArray values =
          plain
              ? Coefficients.read(file, buffered, entry.size(), manifest.parameters())
              : Nd4j.zeros(DataType.FLOAT, 1, manifest.parameters());
      ComputationGraph graph = graph(conf, values);
      if (!plain) {
        PackedWeights.read(file, buffered, graph);
      }
      if (!Sha256.hex(in.getMessageDigest()).equals(manifest.sha256())) {
        throw new BundleFormatException(
            file, "is damaged: the digest of coefficients.bin is wrong. Copy it again");
      }
      return graph;
    } catch (java.io.EOFException | java.io.UTFDataFormatException e) {
      throw new BundleFormatException(file, "is damaged: coefficients.bin is cut off", e);
    }
  }

  private ComputationGraph graph(ComputationGraphConfiguration conf, INDArray values)
      throws BundleFormatException {
    conf.setDataType(DataType.FLOAT);
    try {
      return RngState.keeping(
          () -> {
            ComputationGraph graph = new ComputationGraph(conf);
            graph.init(values, false);
            return graph;
          });
    } catch (RuntimeException e) {
      throw new BundleFormatException(
          file, "is damaged: DL4J cannot make the network of configuration.json", e);
    }
  }
}
