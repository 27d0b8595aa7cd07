package org.graft4j.bundle;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.graft4j.runtime.Acceleration;
import org.graft4j.runtime.RngState;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network as DL4J's {@code ModelSerializer} saves it, a zip of {@code configuration.json} and
 * {@code coefficients.bin}, read without Java deserialisation.
 *
 * <p>The optimiser's state, the normaliser and {@code preprocessor.bin}, which DL4J would
 * deserialise, are not read. The configuration may name classes of DL4J, ND4J and Graft4J only. The
 * numbers are counted by the configuration and compared with the file before memory is taken.
 */
public final class SavedNetwork {
  /** The entry with the description of the network. */
  public static final String CONFIGURATION = BundleReader.CONFIGURATION;

  /** The entry with its parameters. */
  public static final String COEFFICIENTS = BundleReader.COEFFICIENTS;

  /** The bytes that a configuration may have at most. */
  public static final long LARGEST_JSON = 64L << 20;

  /** Trained numbers hardly compress; zeros do, a thousand times: those are taken when few. */
  private static final long SUSPICIOUS_RATIO = 50;

  private static final long MODEST = 256L << 20;
  private static final int MOST_ENTRIES = 1024;

  private SavedNetwork() {}

  /**
   * The network with its weights. A {@code MultiLayerNetwork} comes as the graph that it converts
   * to; its vertices are numbered from 0.
   *
   * @throws BundleFormatException if it is not such a file, or a damaged or hostile one; if the
   *     parameters are not FLOAT; or if a graph has not one input and one output
   * @throws IOException if there is no such file, or it cannot be read
   */
  public static ComputationGraph open(Path zip) throws IOException {
    if (!Files.isRegularFile(zip)) {
      throw new NoSuchFileException(
          zip.toString(), null, "no such file; name a zip that DL4J's ModelSerializer wrote");
    }
    Acceleration.enable();
    try (ZipFile open = new ZipFile(zip.toFile())) {
      requireOnce(zip, open);
      String json = configuration(zip, open);
      return NetworkConfiguration.isChain(zip, json)
          ? chain(zip, open, json)
          : graph(zip, open, json);
    } catch (EOFException e) { // of an inflater, without a message
      throw new BundleFormatException(zip, "is damaged: an entry is cut off", e);
    } catch (ZipException e) {
      throw new BundleFormatException(zip, "is damaged, or no zip file: " + e.getMessage(), e);
    }
  }

  private static ComputationGraph graph(Path file, ZipFile zip, String json) throws IOException {
    ComputationGraphConfiguration conf = NetworkConfiguration.parse(file, json);
    INDArray values = coefficients(file, zip, NetworkConfiguration.parameters(file, conf));
    conf.setDataType(DataType.FLOAT);
    return made(
        file,
        () -> {
          ComputationGraph graph = new ComputationGraph(conf);
          graph.init(values, false);
          return graph;
        });
  }

  private static ComputationGraph chain(Path file, ZipFile zip, String json) throws IOException {
    MultiLayerConfiguration conf = SavedConfiguration.layers(file, json);
    INDArray values = coefficients(file, zip, NetworkConfiguration.parameters(file, conf));
    conf.setDataType(DataType.FLOAT);
    return made(
        file,
        () -> {
          MultiLayerNetwork network = new MultiLayerNetwork(conf);
          network.init(values, false);
          return network.toComputationGraph();
        });
  }

  private static ComputationGraph made(Path file, Supplier<ComputationGraph> network)
      throws BundleFormatException {
    try {
      return RngState.keeping(network);
    } catch (RuntimeException e) {
      throw new BundleFormatException(
          file, "is damaged: DL4J cannot make the network of configuration.json", e);
    }
  }

  private static void requireOnce(Path file, ZipFile zip) throws IOException {
    Set<String> names = new HashSet<>();
    if (zip.size() > MOST_ENTRIES) {
      throw new BundleFormatException(
          file, "is no saved network: it has " + zip.size() + " entries");
    }
    for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
      if (!names.add(all.nextElement().getName())) {
        throw new BundleFormatException(file, "must have each entry once, but has one twice");
      }
    }
  }

  private static ZipEntry entry(Path file, ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new BundleFormatException(
          file, "is no network that DL4J's ModelSerializer saved: it has no entry " + name);
    }
    return entry;
  }

  private static String configuration(Path file, ZipFile zip) throws IOException {
    ZipEntry entry = entry(file, zip, CONFIGURATION);
    try (CheckedInputStream in = checked(zip, entry)) {
      byte[] bytes = in.readNBytes((int) LARGEST_JSON);
      if (in.read() >= 0) {
        throw new BundleFormatException(
            file, "is refused: configuration.json has more than " + LARGEST_JSON + " bytes");
      }
      requireSum(file, entry, in);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static INDArray coefficients(Path file, ZipFile zip, long expected) throws IOException {
    ZipEntry entry = entry(file, zip, COEFFICIENTS);
    if (entry.getSize() > MODEST
        && entry.getSize() / SUSPICIOUS_RATIO > entry.getCompressedSize()) {
      throw new BundleFormatException(
          file,
          "is refused: coefficients.bin claims "
              + entry.getSize()
              + " bytes out of "
              + entry.getCompressedSize());
    }
    try (CheckedInputStream in = checked(zip, entry)) {
      INDArray values = Coefficients.read(file, in, entry.getSize(), expected);
      in.transferTo(OutputStream.nullOutputStream());
      requireSum(file, entry, in);
      return values;
    }
  }

  /** Java's own reader of zips does not compare the check sums. */
  private static CheckedInputStream checked(ZipFile zip, ZipEntry entry) throws IOException {
    InputStream in = new BufferedInputStream(zip.getInputStream(entry), 1 << 16);
    return new CheckedInputStream(in, new CRC32());
  }

  private static void requireSum(Path file, ZipEntry entry, CheckedInputStream read)
      throws IOException {
    if (read.getChecksum().getValue() != entry.getCrc()) {
      throw new BundleFormatException(
          file, "is damaged: the check sum of " + entry.getName() + " is wrong. Copy it again");
    }
  }
}
