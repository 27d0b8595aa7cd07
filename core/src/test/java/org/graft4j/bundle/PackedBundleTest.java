package org.graft4j.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.util.ModelSerializer;
import org.graft4j.model.TrainedModel;
import org.graft4j.runtime.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Bundles whose parameters are kept in another form than DL4J's. */
class PackedBundleTest {
  @TempDir Path folder;

  private Path saved(TrainedModel model, StoredWeights form) throws IOException {
    Path file = folder.resolve(form.id() + ".zip");
    ModelBundle.of(model).save(file, true, form);
    return file;
  }

  /** The classifier of {@link SmallModels}, half of its weights zero. */
  private static TrainedModel pruned() {
    TrainedModel model = SmallModels.model();
    for (String name : new String[] {"conv_W", "fc_W"}) {
      INDArray weights = model.graph().getParam(name);
      for (long i = 0; i < weights.length(); i += 2) {
        weights.putScalar(i, 0);
      }
    }
    return model;
  }

  @Test
  void save_sparse_losesNothing() throws IOException {
    TrainedModel model = pruned();
    Path file = saved(model, StoredWeights.SPARSE);
    assertThat(ModelBundle.open(file).model().graph().params())
        .isEqualTo(StockGraph.of(model.graph()).params());
    assertThat(Files.size(file)).isLessThan(Files.size(saved(model, StoredWeights.FLOAT32)));
  }

  @Test
  void save_int8_opensAsReadBackSaid() throws IOException {
    TrainedModel model = pruned();
    INDArray opened = ModelBundle.open(saved(model, StoredWeights.INT8)).model().graph().params();
    assertThat(opened).isEqualTo(StoredWeights.INT8.readBack(model).graph().params());
    assertThat(opened).isNotEqualTo(StockGraph.of(model.graph()).params());
  }

  /** Biases, norms and statistics are few, and count for much. */
  @Test
  void readBack_int8_changesWeightsAlone() {
    TrainedModel model = SmallModels.model();
    model.graph().getParam("conv_b").assign(0.123456f);
    TrainedModel rounded = StoredWeights.INT8.readBack(model);
    for (String name : new String[] {"conv_b", "bn_mean", "bn_gamma", "fc_b"}) {
      assertThat(rounded.graph().getParam(name)).isEqualTo(model.graph().getParam(name));
    }
    assertThat(rounded.graph().getParam("fc_W")).isNotEqualTo(model.graph().getParam("fc_W"));
    assertThat(rounded.graph().getParam("fc_W").distance2(model.graph().getParam("fc_W")))
        .isLessThan(0.02);
  }

  @ParameterizedTest
  @EnumSource(StoredWeights.class)
  void save_whatWasOpened_givesTheSameBytes(StoredWeights form) throws IOException {
    Path once = saved(pruned(), form);
    Path twice = folder.resolve("twice.zip");
    ModelBundle.open(once).save(twice, false, form);
    assertThat(twice).hasSameBinaryContentAs(once);
  }

  @ParameterizedTest
  @EnumSource(StoredWeights.class)
  void bytes_anyForm_areThoseOfTheEntry(StoredWeights form) throws IOException {
    TrainedModel model = pruned();
    assertThat(form.bytes(model.graph()))
        .isEqualTo(entries(saved(model, form)).get("coefficients.bin").length);
  }

  /** Law 8: what cannot be opened in plain DL4J says so, and how to make it. */
  @Test
  void restore_packedBundleInPlainDl4j_saysWhatToDo() throws IOException {
    Path file = saved(pruned(), StoredWeights.INT8);
    assertThatThrownBy(() -> ModelSerializer.restoreComputationGraph(file.toFile()))
        .hasStackTraceContaining("open with Graft4J");
    assertThatThrownBy(() -> SavedNetwork.open(file))
        .isInstanceOf(BundleFormatException.class)
        .hasMessageContaining("its weights are packed");
  }

  @Test
  void save_openedAgainAsFloat_opensInPlainDl4j() throws IOException {
    Path packed = saved(pruned(), StoredWeights.INT8);
    Path plain = folder.resolve("plain.zip");
    ModelBundle.open(packed).save(plain);
    assertThat(ModelSerializer.restoreComputationGraph(plain.toFile()).params())
        .isEqualTo(ModelBundle.open(packed).model().graph().params());
  }

  @Test
  void save_nanWeight_isRefusedAndNothingIsWritten() {
    TrainedModel model = SmallModels.model();
    model.graph().getParam("fc_W").putScalar(3, Float.NaN);
    assertThatThrownBy(() -> saved(model, StoredWeights.INT8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be finite");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void open_nanScale_isRefused() throws IOException {
    byte[] values = int8Entry();
    ByteBuffer.wrap(values).putFloat(scales(values), Float.NaN);
    refused(values, "a scale of parameter 'conv_W' that must be positive and finite, but was NaN");
  }

  @Test
  void open_infiniteOrNegativeScale_isRefused() throws IOException {
    byte[] values = int8Entry();
    ByteBuffer.wrap(values).putFloat(scales(values), Float.POSITIVE_INFINITY);
    refused(values, "must be positive and finite");
    ByteBuffer.wrap(values).putFloat(scales(values), -1);
    refused(values, "must be positive and finite");
    ByteBuffer.wrap(values).putFloat(scales(values), 0);
    refused(values, "must be positive and finite");
  }

  @Test
  void open_otherNumberOfScales_isRefused() throws IOException {
    byte[] values = int8Entry();
    ByteBuffer.wrap(values).putInt(scales(values) - 4, Integer.MAX_VALUE);
    refused(values, "claims 2147483647 scales of parameter 'conv_W'");
  }

  @Test
  void open_otherCount_isRefused() throws IOException {
    byte[] values = int8Entry();
    ByteBuffer.wrap(values).putInt(scales(values) - 8, -1);
    refused(values, "claims -1 values of parameter 'conv_W', which has 162");
  }

  @Test
  void open_unknownForm_isRefused() throws IOException {
    byte[] values = int8Entry();
    values[scales(values) - 9] = 4;
    refused(values, "in a form that is unknown");
  }

  @Test
  void open_otherName_isRefused() throws IOException {
    byte[] values = int8Entry();
    values[scales(values) - 10] ^= 1;
    refused(values, "has no parameter 'conv_W'");
  }

  @Test
  void open_bytesTooManyOrTooFew_isRefused() throws IOException {
    byte[] values = int8Entry();
    refused(Arrays.copyOf(values, values.length + 1), "goes on after the last parameter");
    refused(Arrays.copyOf(values, values.length - 1), "cut off");
  }

  /** A kilobyte that says it holds a gigabyte. */
  @Test
  void open_networkLargerThanTheFileCanHold_isRefusedWithoutTheMemory() throws IOException {
    Map<String, byte[]> entries = entries(saved(pruned(), StoredWeights.INT8));
    entries.put(
        "configuration.json",
        text(entries, "configuration.json")
            .replaceAll("\"nin\" : 6,", "\"nin\" : 60000000,")
            .getBytes(StandardCharsets.UTF_8));
    entries.put(
        "graft4j.json",
        text(entries, "graft4j.json")
            .replaceFirst("\"count\" : \\d+", "\"count\" : 420000177")
            .getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> ModelBundle.open(pack(entries)))
        .isInstanceOf(BundleFormatException.class)
        .hasMessageContaining("does not fit together");
  }

  @Test
  void open_formOfAnotherName_isRefused() throws IOException {
    Map<String, byte[]> entries = entries(saved(pruned(), StoredWeights.INT8));
    entries.put(
        "graft4j.json",
        text(entries, "graft4j.json").replace("\"int8\"", "\"int4\"").getBytes(UTF));
    assertThatThrownBy(() -> ModelBundle.open(pack(entries)))
        .hasMessageContaining("must be float32, sparse or int8, but was 'int4'");
  }

  private static final java.nio.charset.Charset UTF = StandardCharsets.UTF_8;

  private byte[] int8Entry() throws IOException {
    return entries(saved(SmallModels.model(), StoredWeights.INT8)).get("coefficients.bin");
  }

  /** Where the scales of the convolution's weights begin. */
  private static int scales(byte[] values) {
    byte[] name = "conv_W".getBytes(UTF);
    for (int i = 0; ; i++) {
      if (Arrays.equals(values, i, i + name.length, name, 0, name.length)) {
        return i + name.length + 9; // kind, count, rows
      }
    }
  }

  private void refused(byte[] coefficients, String reason) throws IOException {
    Map<String, byte[]> entries = entries(folder.resolve("int8.zip"));
    entries.put("coefficients.bin", coefficients);
    MessageDigest digest = Sha256.digest();
    digest.update(coefficients);
    String sha256 = Sha256.hex(digest);
    entries.put(
        "graft4j.json",
        text(entries, "graft4j.json")
            .replaceFirst("\"sha256\" : \"[^\"]*\"", "\"sha256\" : \"" + sha256 + "\"")
            .getBytes(UTF));
    Path file = pack(entries);
    assertThatThrownBy(() -> ModelBundle.open(file))
        .isInstanceOf(BundleFormatException.class)
        .hasMessageContaining(reason)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  private static String text(Map<String, byte[]> entries, String name) {
    return new String(entries.get(name), UTF);
  }

  private static Map<String, byte[]> entries(Path file) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        try (InputStream in = zip.getInputStream(entry)) {
          entries.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return entries;
  }

  private Path pack(Map<String, byte[]> contents) throws IOException {
    Path file = folder.resolve("packed-again.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> content : contents.entrySet()) {
        ZipEntry entry = new ZipEntry(content.getKey());
        CRC32 crc = new CRC32();
        crc.update(content.getValue());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.getValue().length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content.getValue());
        zip.closeEntry();
      }
    }
    return file;
  }
}
