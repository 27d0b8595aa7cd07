package org.graft4j.zoo.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graft4j.testing.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file that Python's libraries wrote gives the tensors that they read from it. */
class GoldenFormatsTest {
  private static final Map<String, String> DTYPES =
      Map.ofEntries(
          Map.entry("float64", "F64"),
          Map.entry("float32", "F32"),
          Map.entry("float16", "F16"),
          Map.entry("bfloat16", "BF16"),
          Map.entry("int64", "I64"),
          Map.entry("int32", "I32"),
          Map.entry("int8", "I8"),
          Map.entry("uint16", "U16"),
          Map.entry("uint8", "U8"),
          Map.entry("bool", "BOOL"));

  static List<String> files() throws IOException {
    List<String> files = new ArrayList<>();
    expected().properties().forEach(file -> files.add(file.getKey()));
    return files;
  }

  private static JsonNode expected() throws IOException {
    return new ObjectMapper().readTree(Golden.path("formats/expected.json").toFile()).get("files");
  }

  @ParameterizedTest
  @MethodSource("files")
  void open_goldenFile_givesEveryTensorExactly(String name) throws IOException {
    JsonNode expected = expected().get(name);
    try (WeightsFile file = WeightsFile.open(Golden.path("formats/" + name))) {
      assertThat(file.tensors().keySet()).isEqualTo(names(expected.get("tensors")));
      for (WeightTensor tensor : file.tensors().values()) {
        assertThat(tensor.name()).isIn(file.tensors().keySet());
        assertEqual(tensor, expected.get("tensors").get(tensor.name()));
      }
      JsonNode metadata = expected.path("metadata");
      if (!expected.get("format").asText().equals("safetensors-index")) {
        assertThat(file.metadata()).hasSize(metadata.size());
      }
      metadata
          .properties()
          .forEach(
              e -> assertThat(file.metadata()).containsEntry(e.getKey(), e.getValue().asText()));
    }
  }

  private static Set<String> names(JsonNode tensors) {
    Set<String> names = new LinkedHashSet<>();
    tensors.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static void assertEqual(WeightTensor tensor, JsonNode expected) throws IOException {
    assertThat(tensor.dtype()).isEqualTo(DTYPES.get(expected.get("dtype").asText()));
    JsonNode shape = expected.get("shape");
    assertThat(tensor.shape()).hasSize(shape.size());
    for (int i = 0; i < shape.size(); i++) {
      assertThat(tensor.shape()[i]).isEqualTo(shape.get(i).asLong());
    }
    JsonNode values = expected.get("values");
    if (DType.valueOf(tensor.dtype()).floating()) {
      assertFloating(tensor, values);
      assertBits(tensor, expected.path("bits_hex"));
    } else {
      long[] longs = tensor.toLongs();
      assertThat(longs).hasSize(values.size());
      for (int i = 0; i < longs.length; i++) {
        JsonNode value = values.get(i);
        long wanted = value.isBoolean() ? (value.asBoolean() ? 1 : 0) : value.asLong();
        assertThat(longs[i]).isEqualTo(wanted);
      }
    }
  }

  private static void assertFloating(WeightTensor tensor, JsonNode values) throws IOException {
    double[] doubles = tensor.toDoubles();
    float[] floats = tensor.toFloats();
    assertThat(doubles).hasSize(values.size());
    assertThat(floats).hasSize(values.size());
    for (int i = 0; i < doubles.length; i++) {
      double wanted = Double.parseDouble(values.get(i).asText());
      // Text like 0.0 stands for -0.0 too, so compare as numbers, and NaN as itself.
      assertThat(doubles[i] == wanted || (Double.isNaN(doubles[i]) && Double.isNaN(wanted)))
          .as("%s[%d] = %s, but should be %s", tensor.name(), i, doubles[i], wanted)
          .isTrue();
      assertThat(Float.valueOf(floats[i])).isEqualTo(Float.valueOf((float) doubles[i]));
    }
  }

  private static void assertBits(WeightTensor tensor, JsonNode bits) throws IOException {
    float[] floats = tensor.toFloats();
    for (int i = 0; i < bits.size(); i++) {
      int wanted = Integer.parseInt(bits.get(i).asText(), 16);
      int got =
          tensor.dtype().equals("F16")
              ? HalfPrecision.narrow(floats[i]) & 0xFFFF
              : Float.floatToRawIntBits(floats[i]) >>> 16;
      assertThat(got).isEqualTo(wanted);
    }
  }

  @Test
  void format_ofEachKind_isNamed() throws IOException {
    assertThat(format("state_dict.safetensors")).isEqualTo("safetensors");
    assertThat(format("sharded/model.safetensors.index.json")).isEqualTo("safetensors");
    assertThat(format("state_dict_zip.pth")).isEqualTo("torch zip");
    assertThat(format("state_dict_legacy.pth")).isEqualTo("torch legacy");
    assertThat(format("keras_weights.h5")).isEqualTo("hdf5");
    assertThat(format("arrays.npz")).isEqualTo("npz");
    assertThat(format("single.npy")).isEqualTo("npy");
  }

  private static String format(String name) throws IOException {
    try (WeightsFile file = WeightsFile.open(Golden.path("formats/" + name))) {
      return file.format();
    }
  }

  @Test
  void files_ofTheList_areAllThere() throws IOException {
    assertThat(files()).hasSize(17).allMatch(name -> Files.exists(Golden.path("formats/" + name)));
  }

  @Test
  void sha256_ofFile_isThatOfItsBytes() throws Exception {
    Path path = Golden.path("formats/state_dict_zip.pth");
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path));
    try (WeightsFile file = WeightsFile.open(path)) {
      assertThat(file.sha256()).isEqualTo(HexFormat.of().formatHex(digest));
    }
  }

  @Test
  void tensors_ofSafetensors_comeInTheOrderOfTheHeader() throws IOException {
    Path path = Golden.path("formats/state_dict.safetensors");
    String header = Files.readString(path, StandardCharsets.ISO_8859_1);
    try (WeightsFile file = WeightsFile.open(path)) {
      assertThat(file.tensors().keySet().stream().map(n -> header.indexOf("\"" + n + "\":")))
          .isSorted();
    }
  }

  @Test
  void toFloats_integerThatNoFloatIs_isRefused() throws IOException {
    try (WeightsFile file = WeightsFile.open(Golden.path("formats/state_dict.safetensors"))) {
      assertThat(file.tensors().get("int8").toFloats()).containsExactly(-128f, 0f, 127f);
      WeightTensor counter = file.tensors().get("bn1.num_batches_tracked");
      assertThatThrownBy(counter::toFloats)
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining("bn1.num_batches_tracked")
          .hasMessageContaining("12345678901235");
    }
  }

  @Test
  void nonFinite_specialValues_namesTheTensor() throws IOException {
    try (WeightsFile file = WeightsFile.open(Golden.path("formats/state_dict_zip.pth"))) {
      assertThat(file.nonFinite()).containsExactly("special");
    }
  }

  @Test
  void toFloats_afterClose_fails() throws IOException {
    WeightsFile file = WeightsFile.open(Golden.path("formats/state_dict_zip.pth"));
    file.close();
    assertThatThrownBy(() -> file.tensors().get("base").toFloats()).isInstanceOf(IOException.class);
  }
}
