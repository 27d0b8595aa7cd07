package org.graft4j.zoo.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Adler32;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.deeplearning4j.zoo.ModelMetaData;
import org.deeplearning4j.zoo.PretrainedType;
import org.deeplearning4j.zoo.ZooModel;
import org.deeplearning4j.zoo.model.LeNet;
import org.graft4j.bundle.BundleFormatException;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.runtime.RngState;
import org.graft4j.zoo.UntrainedBackbone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class ForeignBackboneTest {
  private static final INDArray DIGITS = Pictures.drawn(1, 2, 1, 28, 28);

  @TempDir Path folder;

  private static MultiLayerNetwork chain() {
    LeNet model = LeNet.builder().seed(3).inputShape(new int[] {1, 28, 28}).numClasses(10).build();
    return RngState.keeping(
        () -> {
          MultiLayerNetwork network = new MultiLayerNetwork(model.conf());
          network.init();
          return network;
        });
  }

  private static InputSpec digits() {
    return ForeignZooTest.leNet().input();
  }

  @Test
  void chainOfLayers_inMemoryOrSaved_givesItsOutputs() throws Exception {
    MultiLayerNetwork network = chain();
    Path zip = folder.resolve("lenet.zip");
    ModelSerializer.writeModel(network, zip.toFile(), true);

    Backbone memory = ForeignBackbone.of(network).input(digits()).build();
    Backbone file = ForeignBackbone.open(zip).input(digits()).build();

    assertThat(memory.graph().outputSingle(DIGITS)).isEqualTo(network.output(DIGITS));
    assertThat(file.graph().outputSingle(DIGITS)).isEqualTo(network.output(DIGITS));
    assertThat(file.featureWidth()).isEqualTo(500);
  }

  @Test
  void graph_saved_givesItsOutputs() throws Exception {
    Backbone slim = UntrainedBackbone.of("slimresnet", 5, Seed.of(3));
    Path zip = folder.resolve("graph.zip");
    ModelSerializer.writeModel(slim.graph(), zip.toFile(), false);
    INDArray pictures = Pictures.drawn(2, 2, 3, 64, 64);

    Backbone opened = ForeignBackbone.open(zip).input(slim.input()).groups(3).build();

    assertThat(opened.graph().outputSingle(pictures))
        .isEqualTo(slim.graph().outputSingle(pictures));
    assertThat(opened.featureVertex()).isEqualTo("avgpool");
    assertThat(opened.groups().names()).containsExactly("part1", "part2", "part3");
  }

  @Test
  void namedMap_isAveraged() {
    Backbone slim = UntrainedBackbone.of("slimresnet", 5, Seed.of(3));
    INDArray pictures = Pictures.drawn(2, 2, 3, 64, 64);

    Backbone at =
        ForeignBackbone.of(slim.graph()).input(slim.input()).features("layer2.1.relu").build();

    INDArray map = slim.graph().feedForward(pictures, false).get("layer2.1.relu");
    assertThat(Pictures.difference(Pictures.features(at, pictures), map.mean(2, 3)))
        .isLessThan(1e-5);
    assertThat(at.featureWidth()).isEqualTo(32);
  }

  @Test
  void missingInputOrWrongSize_isRefused() {
    ComputationGraph graph = ForeignZooTest.leNet().graph();

    assertThatThrownBy(() -> ForeignBackbone.of(graph).build())
        .hasMessageContaining("input must be set");
    assertThatThrownBy(() -> ForeignBackbone.of(graph).input(digits()).features("fc9").build())
        .hasMessageContaining("unknown vertex 'fc9'");
    assertThatThrownBy(() -> ForeignBackbone.of(graph).input(InputSpec.imageNet()).build())
        .hasMessageContaining("layer '0' must get the 1 channels that it reads, but would get 3");
  }

  @Test
  void fileOfAnotherKind_isRefused() throws Exception {
    Path text = Files.writeString(folder.resolve("model.zip"), "not a zip");

    assertThatThrownBy(() -> ForeignBackbone.open(text))
        .isInstanceOf(BundleFormatException.class)
        .hasMessageContaining("is damaged, or no zip file");
    assertThatThrownBy(() -> ForeignBackbone.open(folder.resolve("none.zip")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such file");
  }

  /** A model of the zoo whose weights lie on a host of the test's. */
  @SuppressWarnings({"deprecation", "TypeParameterUnusedInFormals"}) // as its interface has it
  private static final class Hosted extends ZooModel<MultiLayerNetwork> {
    private final String url;
    private final long sum;

    Hosted(String url, long sum) {
      this.url = url;
      this.sum = sum;
    }

    @Override
    public <M extends Model> M init() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void setInputShape(int[][] shape) {}

    @Override
    public ModelMetaData metaData() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Class<? extends Model> modelType() {
      return MultiLayerNetwork.class;
    }

    @Override
    public String pretrainedUrl(PretrainedType type) {
      return type == PretrainedType.MNIST ? url : null;
    }

    @Override
    public long pretrainedChecksum(PretrainedType type) {
      return sum;
    }
  }

  private static byte[] savedChain(Path folder) throws IOException {
    Path zip = folder.resolve("saved.zip");
    ModelSerializer.writeModel(chain(), zip.toFile(), false);
    return Files.readAllBytes(zip);
  }

  @Test
  void pretrained_hostAnswers_isFetchedOnce() throws Exception {
    byte[] bytes = savedChain(folder);
    Adler32 sum = new Adler32();
    sum.update(bytes);
    HttpServer server = serving(200, bytes);
    Path kept = folder.resolve("kept");
    try {
      Hosted model = new Hosted(url(server), sum.getValue());
      ForeignBackbone.pretrained(model, PretrainedType.MNIST, kept);
      server.stop(0);

      Backbone again =
          ForeignBackbone.pretrained(model, PretrainedType.MNIST, kept).input(digits()).build();

      assertThat(again.graph().outputSingle(DIGITS)).isEqualTo(chain().output(DIGITS));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void pretrained_hostFailsOrLies_saysWhatToDo() throws Exception {
    HttpServer gone = serving(404, new byte[0]);
    HttpServer other = serving(200, new byte[] {1, 2, 3});
    try {
      assertThatThrownBy(() -> fetch(url(gone), 1))
          .hasMessageContaining(
              "the host answered 404. Get the file in another way and save it as");
      assertThatThrownBy(() -> fetch(url(other), 1)).hasMessageContaining("Adler-32 must be 1");
      assertThat(folder.resolve("lenet.zip")).doesNotExist();
    } finally {
      gone.stop(0);
      other.stop(0);
    }
    assertThatThrownBy(() -> fetch(url(gone), 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot fetch the MNIST weights of");
    assertThatThrownBy(
            () -> ForeignBackbone.pretrained(new Hosted("x", 1), PretrainedType.IMAGENET, folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no pretrained weights of type IMAGENET; there are [MNIST]");
  }

  private void fetch(String url, long sum) throws IOException {
    ForeignBackbone.pretrained(new Hosted(url, sum), PretrainedType.MNIST, folder);
  }

  private static String url(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/lenet.zip";
  }

  private static HttpServer serving(int status, byte[] body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }
}
