package org.graft4j.zoo.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.graft4j.bundle.BundleFormatException;
import org.graft4j.bundle.SavedConfiguration;
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
  static final String CONFIGURATION = "configuration.json";
  static final String COEFFICIENTS = "coefficients.bin";
  private static final long LARGEST_JSON = 64L << 20;

  private final WeightsSource source;
  private final ZipRecord coefficients;
  private final Dl4jCoefficients head;

  private Dl4jReader(WeightsSource source, ZipRecord coefficients) throws IOException {
    this.source = source;
    this.coefficients = coefficients;
    this.head = Dl4jCoefficients.of(source, coefficients);
  }

  static WeightsContent read(WeightsSource source, Map<String, ZipRecord> records)
      throws IOException {
    ZipRecord configuration = records.get(CONFIGURATION);
    ZipRecord coefficients = records.get(COEFFICIENTS);
    if (configuration == null || coefficients == null) {
      throw source.refuse("is a zip of DL4J without configuration.json or coefficients.bin");
    }
    String json = text(source, configuration);
    coefficients.verify();
    Dl4jReader reader = new Dl4jReader(source, coefficients);
    try {
      return new WeightsContent(reader.tensors(json), Map.of());
    } catch (BundleFormatException refused) {
      throw source.refuse(WeightsFormatException.printable(String.valueOf(refused.getMessage())));
    } catch (RuntimeException unusable) {
      // DL4J checks what a configuration says by failing on it, in many ways.
      throw source.refuse("its configuration.json describes no network that DL4J can make");
    }
  }

  private static String text(WeightsSource source, ZipRecord record) throws IOException {
    if (record.length() > LARGEST_JSON) {
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
    DataType type = head.dtype() == DType.F64 ? DataType.DOUBLE : DataType.FLOAT;
    Map<String, INDArray> views = isGraph(json) ? graph(json, type) : layers(json, type);
    ByteRegion values = new Behind(Unpacked.of(coefficients), head.start());
    Map<String, WeightTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, INDArray> view : views.entrySet()) {
      INDArray array = view.getValue();
      TensorLayout layout = new TensorLayout(array.shape(), array.stride(), array.offset());
      if (layout.defect(head.count()).isPresent()) {
        throw source.refuse("its configuration.json and coefficients.bin do not fit together");
      }
      tensors.put(
          view.getKey(),
          new WeightTensor(
              source, view.getKey(), head.dtype(), ByteOrder.BIG_ENDIAN, values, layout));
    }
    return tensors;
  }

  private Map<String, INDArray> graph(String json, DataType type) throws IOException {
    ComputationGraphConfiguration conf = SavedConfiguration.graph(source.file(), json);
    long parameters = 0;
    for (GraphVertex vertex : conf.getVertices().values()) {
      parameters = Math.addExact(parameters, notNegative(vertex.numParams(true)));
    }
    INDArray flat = flat(parameters, type);
    conf.setDataType(type);
    return RngState.keeping(
        () -> {
          ComputationGraph graph = new ComputationGraph(conf);
          graph.init(flat, false);
          return graph.paramTable();
        });
  }

  private Map<String, INDArray> layers(String json, DataType type) throws IOException {
    MultiLayerConfiguration conf = SavedConfiguration.layers(source.file(), json);
    long parameters = 0;
    for (NeuralNetConfiguration layer : conf.getConfs()) {
      long count = layer.getLayer().initializer().numParams(layer);
      parameters = Math.addExact(parameters, notNegative(count));
    }
    INDArray flat = flat(parameters, type);
    conf.setDataType(type);
    return RngState.keeping(
        () -> {
          MultiLayerNetwork network = new MultiLayerNetwork(conf);
          network.init(flat, false);
          return network.paramTable();
        });
  }

  private long notNegative(long count) throws WeightsFormatException {
    if (count < 0) {
      throw source.refuse("its configuration.json describes a layer of " + count + " parameters");
    }
    return count;
  }

  private INDArray flat(long parameters, DataType type) throws WeightsFormatException {
    if (parameters != head.count() || parameters == 0) {
      throw source.refuse(
          "does not fit together: its configuration.json describes "
              + parameters
              + " parameters, its coefficients.bin has "
              + head.count());
    }
    return Nd4j.createUninitialized(type, 1, parameters);
  }

  /** A graph has vertices, a network of layers has confs. */
  private boolean isGraph(String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    try (JsonParser parser = HeaderJson.parser(new ByteArrayInputStream(bytes))) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
          if (key.equals("vertices") || key.equals("confs")) {
            return key.equals("vertices");
          }
          parser.nextToken();
          parser.skipChildren();
        }
      }
    } catch (JsonProcessingException notJson) {
      throw source.refuse("its configuration.json is no JSON");
    }
    throw source.refuse("its configuration.json describes neither a graph nor layers");
  }
}
