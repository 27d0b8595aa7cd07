package org.graft4j.zoo.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.graft4j.bundle.BundleFormatException;
import org.graft4j.bundle.CoefficientsHead;
import org.graft4j.bundle.SavedConfiguration;
import org.graft4j.bundle.SavedNetwork;
import org.graft4j.runtime.RngState;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads the zip file of DL4J's {@code ModelSerializer}, of a graph or of a network of layers. The
 * tensors have DL4J's names, say {@code conv1_W} or {@code 0_W}, and shapes.
 *
 * <p>Only {@code configuration.json} and {@code coefficients.bin} are opened; what DL4J would read
 * by Java deserialisation is left alone. The configuration says where in the one array of
 * coefficients each tensor lies: the network is made around an array as long as the file's, once
 * the two were found to agree on that length, and its views are asked for their places.
 */
final class Dl4jReader {
  private final WeightsSource source;
  private final ZipRecord coefficients;
  private final CoefficientsHead head;

  private Dl4jReader(WeightsSource source, ZipRecord coefficients) throws IOException {
    this.source = source;
    this.coefficients = coefficients;
    try (InputStream in = coefficients.open(0)) {
      this.head = CoefficientsHead.read(source.file(), in, coefficients.length());
    }
  }

  static WeightsContent read(WeightsSource source, Map<String, ZipRecord> records)
      throws IOException {
    ZipRecord configuration = records.get(SavedNetwork.CONFIGURATION);
    ZipRecord coefficients = records.get(SavedNetwork.COEFFICIENTS);
    if (configuration == null || coefficients == null) {
      throw source.refuse("is a zip of DL4J without configuration.json or coefficients.bin");
    }
    String json = text(source, configuration);
    coefficients.verify();
    try {
      return new WeightsContent(new Dl4jReader(source, coefficients).tensors(json), Map.of());
    } catch (BundleFormatException refused) {
      throw source.refuse(WeightsFormatException.printable(String.valueOf(refused.getMessage())));
    } catch (RuntimeException unusable) {
      // DL4J checks what a configuration says by failing on it, in many ways.
      throw source.refuse("its configuration.json describes no network that DL4J can make");
    }
  }

  private static String text(WeightsSource source, ZipRecord record) throws IOException {
    if (record.length() > SavedNetwork.LARGEST_JSON) {
      throw source.refuse("has a configuration.json of " + record.length() + " bytes");
    }
    record.verify();
    try (InputStream in = record.open(0)) {
      CharBuffer text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(in.readAllBytes()));
      return text.toString();
    } catch (CharacterCodingException notUtf8) {
      throw source.refuse("its configuration.json is no UTF-8");
    }
  }

  private Map<String, WeightTensor> tensors(String json) throws IOException {
    Path file = source.file();
    if (SavedConfiguration.isLayers(file, json)) {
      MultiLayerConfiguration conf = SavedConfiguration.layers(file, json);
      requireCount(SavedConfiguration.parameters(file, conf));
      conf.setDataType(head.type());
      return tensors(
          flat -> {
            MultiLayerNetwork network = new MultiLayerNetwork(conf);
            network.init(flat, false);
            return network.paramTable();
          });
    }
    ComputationGraphConfiguration conf = SavedConfiguration.graph(file, json);
    requireCount(SavedConfiguration.parameters(file, conf));
    conf.setDataType(head.type());
    return tensors(
        flat -> {
          ComputationGraph graph = new ComputationGraph(conf);
          graph.init(flat, false);
          return graph.paramTable();
        });
  }

  private void requireCount(long parameters) throws WeightsFormatException {
    if (parameters != head.count() || parameters == 0) {
      throw source.refuse(
          "does not fit together: its configuration.json describes "
              + parameters
              + " parameters, its coefficients.bin has "
              + head.count());
    }
  }

  /**
   * Asks a network for its views of an array, which nobody writes to and which is freed at once.
   */
  private Map<String, WeightTensor> tensors(Function<INDArray, Map<String, INDArray>> network)
      throws WeightsFormatException {
    INDArray flat = Nd4j.createUninitialized(head.type(), 1, head.count());
    try {
      return bound(RngState.keeping(() -> network.apply(flat)));
    } finally {
      if (flat.closeable()) {
        flat.close();
      }
    }
  }

  private Map<String, WeightTensor> bound(Map<String, INDArray> views)
      throws WeightsFormatException {
    DType dtype = head.type() == DataType.DOUBLE ? DType.F64 : DType.F32;
    ByteRegion values = new Behind(Unpacked.of(coefficients), head.start());
    Map<String, WeightTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, INDArray> view : views.entrySet()) {
      INDArray array = view.getValue();
      TensorLayout layout = new TensorLayout(array.shape(), array.stride(), array.offset());
      if (layout.defect(head.count()).isPresent()) {
        throw source.refuse("its configuration.json and coefficients.bin do not fit together");
      }
      String name = view.getKey();
      tensors.put(
          name, new WeightTensor(source, name, dtype, ByteOrder.BIG_ENDIAN, values, layout));
    }
    return tensors;
  }
}
