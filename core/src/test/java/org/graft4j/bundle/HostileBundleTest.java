package org.graft4j.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.util.ModelSerializer;
import org.graft4j.model.Decision;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Files that are no bundles: each is refused with one line that says why. */
class HostileBundleTest {
  @TempDir Path folder;
  private Path good;
  private Map<String, byte[]> entries;

  @BeforeEach
  void saveAGoodOne() throws IOException {
    good = folder.resolve("good.zip");
    ModelBundle.of(SmallModels.model()).save(good);
    entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(good.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        try (InputStream in = zip.getInputStream(entry)) {
          entries.put(entry.getName(), in.readAllBytes());
        }
      }
    }
  }

  /** Without this, everything below could fail for another reason than its own. */
  @Test
  void open_entriesPackedAgainUnchanged_works() throws IOException {
    assertThat(ModelBundle.open(pack(entries)).model().labels().size()).isEqualTo(3);
  }

  @Test
  void open_missingFile_saysSo() {
    assertThatThrownBy(() -> ModelBundle.open(folder.resolve("none.zip")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none.zip: no such file");
  }

  @Test
  void open_folder_isRefused() {
    refused(folder, "a folder");
  }

  @Test
  void open_text_isRefused() throws IOException {
    refused(Files.writeString(folder.resolve("t"), "I am a text, not a zip file"), "no zip file");
    refused(Files.writeString(folder.resolve("empty"), ""), "no zip file");
  }

  @Test
  void open_truncatedAnywhere_isRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(good);
    for (int length : new int[] {bytes.length - 1, bytes.length - 30, bytes.length / 2, 40, 5}) {
      Path cut = folder.resolve("cut" + length);
      Files.write(cut, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> ModelBundle.open(cut)).isInstanceOf(BundleFormatException.class);
    }
  }

  @Test
  void open_trailingData_isRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(good);
    Path longer = folder.resolve("longer");
    Files.write(longer, Arrays.copyOf(bytes, bytes.length + 7));
    refused(longer, "other data follow");
  }

  @Test
  void open_anyFlippedBit_isRefusedOrMeansTheSame() throws IOException {
    byte[] bytes = Files.readAllBytes(good);
    Path flipped = folder.resolve("flipped");
    INDArray parameters = ModelBundle.open(good).model().graph().params();
    int refused = 0;
    for (int at = 0; at < bytes.length; at += 97) {
      byte[] copy = bytes.clone();
      copy[at] ^= 4;
      Files.write(flipped, copy);
      try {
        // Times and versions in the zip's headers mean nothing.
        assertThat(ModelBundle.open(flipped).model().graph().params()).isEqualTo(parameters);
      } catch (BundleFormatException e) {
        assertThat(e.getMessage()).doesNotContain("\n");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(bytes.length / 97 / 2);
  }

  @Test
  void open_plainDl4jModel_saysHowToMakeABundleOfIt() throws IOException {
    File plain = folder.resolve("plain.zip").toFile();
    ModelSerializer.writeModel(SmallModels.graph(3), plain, true);
    refused(plain.toPath(), "plain DL4J model");
  }

  @Test
  void open_directoryEntry_isRefused() throws IOException {
    entries.put("folder/", new byte[0]);
    refused(pack(entries), "'folder/'");
  }

  @Test
  void open_preprocessor_isRefused() throws IOException {
    entries.put("preprocessor.bin", new byte[] {(byte) 0xac, (byte) 0xed});
    refused(pack(entries), "Java deserialisation");
  }

  @Test
  void open_unknownEntry_isRefused() throws IOException {
    entries.put("../../evil.sh", new byte[1]);
    refused(pack(entries), "'../../evil.sh'");
  }

  @Test
  void open_entryTwice_isRefused() throws IOException {
    entries.put("graft4j.jsoN", entries.get("graft4j.json"));
    byte[] bytes = Files.readAllBytes(pack(entries));
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Path twice = folder.resolve("twice.zip");
    Files.writeString(
        twice, text.replace("graft4j.jsoN", "graft4j.json"), StandardCharsets.ISO_8859_1);
    refused(twice, "'graft4j.json' twice");
  }

  /** A gigabyte of zeros in a megabyte, were it inflated. */
  @Test
  void open_compressedBomb_isRefusedUnread() throws IOException {
    Path bomb = folder.resolve("bomb.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
      for (String name : entries.keySet()) {
        zip.putNextEntry(new ZipEntry(name));
        byte[] zeros = new byte[1 << 20];
        for (int i = 0; i < (name.equals("coefficients.bin") ? 256 : 1); i++) {
          zip.write(zeros);
        }
        zip.closeEntry();
      }
    }
    refused(bomb, "uncompressed");
  }

  @Test
  void open_entryClaimingMoreThanTheFileHas_isRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(good);
    int directory = indexOf(bytes, new byte[] {'P', 'K', 1, 2});
    // Compressed and uncompressed size of the first entry: 4 GB less one.
    Arrays.fill(bytes, directory + 20, directory + 28, (byte) 0xff);
    Path claiming = folder.resolve("claiming.zip");
    Files.write(claiming, bytes);
    refused(claiming, "damaged");
  }

  @Test
  void open_foreignClass_isRefusedByName() throws IOException {
    replace(
        "configuration.json",
        s -> s.replaceFirst("org\\.nd4j\\.linalg\\.learning\\.config\\.Sgd", "com.evil.Updater"));
    refused(pack(entries), "'com.evil.Updater'");
  }

  /** One parser takes the first of two equal keys, another the last. */
  @Test
  void open_classKeyTwice_isRefused() throws IOException {
    replace(
        "configuration.json",
        s -> s.replaceFirst("\"@class\"", "\"@class\":\"com.evil.Updater\",\"@class\""));
    refused(pack(entries), "Duplicate");
  }

  @Test
  void open_classNameAsObject_isRefused() throws IOException {
    replace(
        "configuration.json",
        s -> s.replaceFirst("\"@class\"\\s*:\\s*\"[^\"]*\"", "\"@class\":[\"x\"]"));
    refused(pack(entries), "another form than text");
  }

  @Test
  void open_deeplyNestedJson_isRefused() throws IOException {
    entries.put("configuration.json", "[".repeat(2_000_000).getBytes(StandardCharsets.US_ASCII));
    refused(pack(entries), "configuration.json");
  }

  @Test
  void open_configurationOfSomethingElse_isRefused() throws IOException {
    entries.put("configuration.json", "{\"a\":1}".getBytes(StandardCharsets.US_ASCII));
    refused(pack(entries), "configuration.json");
  }

  @Test
  void open_layerClaimingBillionsOfParameters_isRefusedWithoutTheMemory() throws IOException {
    replace("configuration.json", s -> s.replaceAll("\"nout\" : 6", "\"nout\" : 600000000000"));
    assertThat(new String(entries.get("configuration.json"), StandardCharsets.US_ASCII))
        .contains("600000000000");
    assertThatThrownBy(() -> ModelBundle.open(pack(entries)))
        .isInstanceOf(BundleFormatException.class);
  }

  @Test
  void open_coefficientsClaimingBillions_isRefusedWithoutTheMemory() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF("LONG_SHAPE");
    out.writeLong(8);
    out.writeUTF("LONG");
    for (int i = 0; i < 8; i++) {
      out.writeLong(1);
    }
    out.writeUTF("LONG_SHAPE");
    out.writeLong(1L << 40);
    out.writeUTF("FLOAT");
    entries.put("coefficients.bin", bytes.toByteArray());
    refused(pack(entries), "claims " + (1L << 40));
  }

  @Test
  void open_shapeClaimingBillions_isRefusedWithoutTheMemory() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF("LONG_SHAPE");
    out.writeLong(1L << 40);
    out.writeUTF("LONG");
    entries.put("coefficients.bin", bytes.toByteArray());
    refused(pack(entries), "no shape");
  }

  @Test
  void open_changedParameter_isRefusedByItsDigest() throws IOException {
    byte[] values = entries.get("coefficients.bin");
    values[values.length - 1] ^= 1;
    refused(pack(entries), "digest of coefficients.bin");
  }

  @Test
  void open_fewerLabelsThanClasses_isRefused() throws IOException {
    replace("graft4j.json", s -> s.replace("\"Rose\", ", ""));
    refused(pack(entries), "2 labels, but its network tells 3");
  }

  @Test
  void open_controlCharacterInALabel_isRefused() throws IOException {
    replace("graft4j.json", s -> s.replace("\"Rose\"", "\"Rose\\u001b[2J\""));
    refused(pack(entries), "class names must have no control characters");
  }

  @Test
  void open_lineBreakInTheViewsOfADecision_isRefused() throws IOException {
    replace("graft4j.json", s -> s.replaceFirst("(\"views\" : \"[^\"]*)", "$1\\\\nforged"));
    refused(pack(entries), "views of a decision must have no control characters");
  }

  @Test
  void open_pictureSizeThatNoMachineHolds_isRefused() throws IOException {
    replace("graft4j.json", s -> s.replaceAll("\"(height|width)\" : 16", "\"$1\" : 100000"));
    refused(pack(entries), "numbers for a picture");
  }

  @Test
  void open_unknownKey_namesPathAndNearestKey() throws IOException {
    replace("graft4j.json", s -> s.replace("\"height\"", "\"heigth\" : 3, \"height\""));
    refused(pack(entries), "unknown key graft4j.json.inputSpec.heigth; did you mean 'height'?");
  }

  @Test
  void open_missingKey_isNamed() throws IOException {
    replace("graft4j.json", s -> s.replace("\"provenance\"", "\"provenence\""));
    refused(pack(entries), "graft4j.json.provenance is missing");
  }

  /** Bundles of before there was a choice of interpolation, or a decision, stay readable. */
  @Test
  void open_earlierSchemas_areReadAsPlain() throws IOException {
    replace("graft4j.json", s -> s.replace("\"schemaVersion\" : 3", "\"schemaVersion\" : 2"));
    replace("graft4j.json", s -> s.replaceAll("(?s)  \"decision\" : .*?\\},\\n", ""));
    assertThat(ModelBundle.open(pack(entries)).model().decision()).isEqualTo(Decision.PLAIN);

    replace("graft4j.json", s -> s.replace("\"schemaVersion\" : 2", "\"schemaVersion\" : 1"));
    replace("graft4j.json", s -> s.replace("\"interpolation\" : \"bilinear\",", ""));
    assertThat(ModelBundle.open(pack(entries)).model().decision()).isEqualTo(Decision.PLAIN);
  }

  @Test
  void open_laterSchema_isRefused() throws IOException {
    replace("graft4j.json", s -> s.replace("\"schemaVersion\" : 3", "\"schemaVersion\" : 5"));
    refused(pack(entries), "schemaVersion must be 1 to 4, but was 5");
  }

  @Test
  void open_decisionOfAnEarlierSchema_isAnUnknownKey() throws IOException {
    replace("graft4j.json", s -> s.replace("\"schemaVersion\" : 3", "\"schemaVersion\" : 2"));
    refused(pack(entries), "unknown key graft4j.json.decision");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 'temperature must be in [0.05, 20.0], but was 0.0'",
    "-1, 'temperature must be in'",
    "1e999, 'temperature must be in [0.05, 20.0], but was Infinity'",
    "1e-9, 'temperature must be in'",
    "21, 'temperature must be in'",
    "'\"1\"', 'graft4j.json.decision.temperature must be a number'",
    "null, 'graft4j.json.decision.temperature must be a number'"
  })
  void open_temperatureOutOfRange_isRefused(String value, String reason) throws IOException {
    replace("graft4j.json", s -> s.replace("\"temperature\" : 1.0", "\"temperature\" : " + value));
    refused(pack(entries), reason);
  }

  @Test
  void open_brokenAbstention_isRefused() throws IOException {
    String threshold = "{\"threshold\":0,\"maxError\":0.1,\"confidence\":0.95,\"coverage\":0.5}";
    replace("graft4j.json", s -> s.replace("\"abstention\" : null", "\"abstention\":" + threshold));
    refused(pack(entries), "threshold of an abstention must be in (0, 1], but was 0.0");
    replace("graft4j.json", s -> s.replace("\"coverage\":", "\"covrage\":"));
    refused(pack(entries), "graft4j.json.decision.abstention.coverage is missing");
  }

  private void replace(String name, UnaryOperator<String> edit) {
    String before = new String(entries.get(name), StandardCharsets.UTF_8);
    String after = edit.apply(before);
    assertThat(after).as("the edit must change something").isNotEqualTo(before);
    entries.put(name, after.getBytes(StandardCharsets.UTF_8));
  }

  private Path pack(Map<String, byte[]> contents) throws IOException {
    Path file = folder.resolve("packed.zip");
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

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int i = 0; ; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
  }

  private static void refused(Path file, String reason) {
    assertThatThrownBy(() -> ModelBundle.open(file))
        .isInstanceOf(BundleFormatException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining(file.toString())
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }
}
