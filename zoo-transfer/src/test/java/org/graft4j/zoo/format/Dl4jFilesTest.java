package org.graft4j.zoo.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
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

  private Path withConfiguration(UnaryOperator<String> change) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipFile zip = new ZipFile(Dl4jFixture.graph(folder).toFile());
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        byte[] content = zip.getInputStream(entry).readAllBytes();
        if (entry.getName().equals("configuration.json")) {
          String json = new String(content, StandardCharsets.UTF_8);
          assertThat(change.apply(json)).isNotEqualTo(json);
          content = change.apply(json).getBytes(StandardCharsets.UTF_8);
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
