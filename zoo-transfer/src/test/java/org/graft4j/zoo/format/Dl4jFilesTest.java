package org.graft4j.zoo.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.graft4j.bundle.SavedNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What DL4J's ModelSerializer has written is read without it, under DL4J's names. */
class Dl4jFilesTest {
  @TempDir private Path folder;

  @Test
  void open_graph_givesEveryParameterExactly() throws IOException {
    assertEqual(Dl4jFixture.graph(folder), Dl4jFixture.graph().paramTable());
  }

  @Test
  void open_networkOfLayers_givesEveryParameterExactly() throws IOException {
    assertEqual(Dl4jFixture.layers(folder), Dl4jFixture.layers().paramTable());
  }

  private static void assertEqual(Path path, Map<String, INDArray> expected) throws IOException {
    try (WeightsFile file = WeightsFile.open(path)) {
      assertThat(file.format()).isEqualTo("dl4j");
      assertThat(file.tensors().keySet()).isEqualTo(expected.keySet());
      for (WeightTensor tensor : file.tensors().values()) {
        INDArray array = expected.get(tensor.name());
        assertThat(tensor.shape()).isEqualTo(array.shape());
        assertThat(tensor.toFloats())
            .isEqualTo(array.dup('c').reshape(array.length()).toFloatVector());
      }
    }
  }

  /** DL4J would make an object of whatever class the text names. */
  @Test
  void open_configurationWithAForeignClass_isRefusedByName() throws IOException {
    Path file =
        withConfiguration(
            json ->
                json.replace(
                    "org.deeplearning4j.nn.conf.layers.BatchNormalization", "javax.swing.JFrame"));
    assertThatThrownBy(() -> WeightsFile.open(file))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("javax.swing.JFrame");
  }

  /** The sizes in the text are claims; the array is what is there. */
  @Test
  void open_configurationOfALargerNetwork_isRefusedBeforeItIsMade() throws IOException {
    Path file = withConfiguration(json -> json.replaceAll("\"nout\" : 4", "\"nout\" : 400000000"));
    assertThatThrownBy(() -> WeightsFile.open(file))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("does not fit together");
  }

  /** ND4J before 1.0.0-beta3 wrote counts and shapes as int. */
  @Test
  void open_coefficientsInTheOldForm_givesEveryParameterExactly() throws IOException {
    INDArray parameters = Dl4jFixture.graph().params();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF("HEAP");
    out.writeInt(8);
    out.writeUTF("INT");
    for (int i = 0; i < 8; i++) {
      out.writeInt(i);
    }
    out.writeUTF("JAVACPP");
    out.writeInt((int) parameters.length());
    out.writeUTF("FLOAT");
    for (float value : parameters.reshape(parameters.length()).toFloatVector()) {
      out.writeFloat(value);
    }

    assertEqual(
        with(SavedNetwork.COEFFICIENTS, now -> bytes.toByteArray()),
        Dl4jFixture.graph().paramTable());
  }

  /** All tensors lie in one deflated record, which is to be inflated once, not once for each. */
  @Test
  void toFloats_ofAllTensors_takesNotMuchLongerThanOfTheLast() throws IOException {
    Path path = Dl4jFixture.manyLayers(folder);
    timeOfTensors(path, List.of()); // Loads the classes.
    List<String> all = Dl4jFixture.namesOfManyLayers();

    Duration last = timeOfTensors(path, all.subList(all.size() - 1, all.size()));

    assertThat(timeOfTensors(path, all)).isLessThan(last.multipliedBy(10));
  }

  private static Duration timeOfTensors(Path path, List<String> names) throws IOException {
    try (WeightsFile file = WeightsFile.open(path)) {
      long start = System.nanoTime();
      for (String name : names) {
        file.tensors().get(name).toFloats();
      }
      return Duration.ofNanos(System.nanoTime() - start);
    }
  }

  /** Values that were unpacked by then are no exception. */
  @Test
  void toFloats_ofAClosedFile_isRefused() throws IOException {
    WeightTensor tensor;
    try (WeightsFile file = WeightsFile.open(Dl4jFixture.graph(folder))) {
      tensor = file.tensors().get("conv_W");
      tensor.toFloats();
    }
    assertThatThrownBy(tensor::toFloats).isInstanceOf(IOException.class);
  }

  private Path withConfiguration(UnaryOperator<String> change) throws IOException {
    return with(
        SavedNetwork.CONFIGURATION,
        content -> {
          String json = new String(content, StandardCharsets.UTF_8);
          assertThat(change.apply(json)).isNotEqualTo(json);
          return change.apply(json).getBytes(StandardCharsets.UTF_8);
        });
  }

  private Path with(String name, UnaryOperator<byte[]> change) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipFile zip = new ZipFile(Dl4jFixture.graph(folder).toFile());
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        byte[] content = zip.getInputStream(entry).readAllBytes();
        if (entry.getName().equals(name)) {
          content = change.apply(content);
        }
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(content);
        out.closeEntry();
      }
    }
    Path file = folder.resolve("changed.zip");
    try (OutputStream out = Files.newOutputStream(file)) {
      bytes.writeTo(out);
    }
    return file;
  }
}
