package org.graft4j.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;

/**
 * Files that DL4J saved are read; broken and hostile ones are refused before they cost anything.
 */
class SavedNetworkTest {
  @TempDir Path folder;
  private final ComputationGraph graph = graph();
  private Map<String, byte[]> entries = Map.of();

  private static ComputationGraph graph() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                    "out",
                    new OutputLayer.Builder().nIn(3).nOut(2).activation(Activation.SOFTMAX).build(),
                    "in")
                .setOutputs("out")
                .build());
    RngState.keeping((Runnable) graph::init);
    return graph;
  }

  @BeforeEach
  void save() throws IOException {
    Path zip = folder.resolve("saved.zip");
    ModelSerializer.writeModel(graph, zip.toFile(), true);
    entries = new LinkedHashMap<>();
    try (ZipFile open = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : java.util.Collections.list(open.entries())) {
        entries.put(entry.getName(), open.getInputStream(entry).readAllBytes());
      }
    }
  }

  private Path written() throws IOException {
    Path zip = folder.resolve("changed.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (Map.Entry<String, byte[]> e : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(e.getKey()));
        out.write(e.getValue());
      }
    }
    return zip;
  }

  private void json(String from, String to) {
    String json = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
    assertThat(json).contains(from);
    entries.put("configuration.json", json.replace(from, to).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void savedGraph_withOptimizer_isTheSame() throws Exception {
    assertThat(SavedNetwork.open(written()).params()).isEqualTo(graph.params());
  }

  /** DL4J would deserialise it; here it is not even read. */
  @Test
  void preprocessorAndOtherEntries_areIgnored() throws Exception {
    entries.put("preprocessor.bin", new byte[] {(byte) 0xac, (byte) 0xed, 0, 5});
    entries.put("folder/", new byte[0]);

    assertThat(SavedNetwork.open(written()).params()).isEqualTo(graph.params());
  }

  @Test
  void foreignClass_isRefused() {
    json("org.nd4j.linalg.activations.impl.ActivationSoftmax", "javax.swing.JFrame");

    assertThatThrownBy(() -> SavedNetwork.open(written()))
        .isInstanceOf(BundleFormatException.class)
        .hasMessageContaining("names the class 'javax.swing.JFrame'");
  }

  @Test
  void configurationThatClaimsMore_isRefusedBeforeMemoryIsTaken() {
    json("\"nin\" : 3", "\"nin\" : 300000000000");

    assertThatThrownBy(() -> SavedNetwork.open(written()))
        .isInstanceOf(BundleFormatException.class)
        .hasMessageContaining("but coefficients.bin claims 8");
  }

  @Test
  void coefficientsCutOff_isRefused() {
    byte[] all = entries.get("coefficients.bin");
    entries.put("coefficients.bin", Arrays.copyOf(all, all.length - 5));

    assertThatThrownBy(() -> SavedNetwork.open(written()))
        .isInstanceOf(BundleFormatException.class)
        .hasMessageContaining("does not fit together");
  }

  @Test
  void missingEntryOrTruncatedFile_isRefused() throws Exception {
    byte[] whole = Files.readAllBytes(written());
    Path half = Files.write(folder.resolve("half.zip"), Arrays.copyOf(whole, whole.length / 2));
    entries.remove("coefficients.bin");

    assertThatThrownBy(() -> SavedNetwork.open(written()))
        .hasMessageContaining("it has no entry coefficients.bin");
    assertThatThrownBy(() -> SavedNetwork.open(half))
        .isInstanceOf(BundleFormatException.class)
        .hasMessageContaining("is damaged, or no zip file");
  }

  /**
   * Any one byte changed gives the network, another valid one of the same size, or an IOException.
   */
  @Test
  void anyByteChanged_givesANetworkOrATypedError() throws Exception {
    byte[] whole = Files.readAllBytes(written());
    Path changed = folder.resolve("mutated.zip");
    for (int i = 0; i < whole.length; i += 5) {
      byte[] copy = whole.clone();
      copy[i] ^= (byte) (1 << (i % 8));
      Files.write(changed, copy);
      try {
        assertThat(SavedNetwork.open(changed).numParams()).as("byte " + i).isEqualTo(8);
      } catch (IOException expected) {
        assertThat(expected.getMessage()).isNotBlank();
      }
    }
  }

  /** ND4J before 1.0.0-beta3 wrote counts and shapes as int. */
  @Test
  void coefficientsInTheOldForm_areRead() throws Exception {
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    java.io.DataOutputStream out = new java.io.DataOutputStream(bytes);
    out.writeUTF("HEAP");
    out.writeInt(8);
    out.writeUTF("INT");
    for (int i = 0; i < 8; i++) {
      out.writeInt(i);
    }
    out.writeUTF("DIRECT");
    out.writeInt(8);
    out.writeUTF("FLOAT");
    for (int i = 0; i < 8; i++) {
      out.writeFloat(i);
    }
    entries.put("coefficients.bin", bytes.toByteArray());

    assertThat(SavedNetwork.open(written()).params().toFloatVector())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
  }
}
