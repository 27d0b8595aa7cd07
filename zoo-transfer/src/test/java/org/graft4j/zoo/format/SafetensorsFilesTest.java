package org.graft4j.zoo.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules for safetensors files and their index that no golden file shows. */
class SafetensorsFilesTest {
  @TempDir private Path folder;

  @Test
  void open_fileWithoutTensors_isEmpty() throws IOException {
    try (WeightsFile file = WeightsFile.open(write("{}", new byte[0]))) {
      assertThat(file.tensors()).isEmpty();
    }
  }

  @Test
  void open_anySuffix_isToldByContent() throws IOException {
    Path file = Files.move(write("{}", new byte[0]), folder.resolve("weights.pth"));
    try (WeightsFile weights = WeightsFile.open(file)) {
      assertThat(weights.format()).isEqualTo("safetensors");
    }
  }

  @Test
  void open_unknownField_isSkippedAsInTheReference() throws IOException {
    String header =
        "{\"a\":{\"dtype\":\"U8\",\"note\":[1,{\"b\":2}],\"shape\":[1],\"data_offsets\":[0,1]}}";
    try (WeightsFile file = WeightsFile.open(write(header, new byte[] {9}))) {
      assertThat(file.tensors().get("a").toFloats()).containsExactly(9f);
    }
  }

  @Test
  void open_fieldGivenTwice_isRefused() throws IOException {
    String header =
        "{\"a\":{\"dtype\":\"U8\",\"dtype\":\"I8\",\"shape\":[1],\"data_offsets\":[0,1]}}";
    assertRefused(write(header, new byte[1]), "dtype of tensor 'a' is there twice");
  }

  @Test
  void open_textBehindTheHeader_isRefused() throws IOException {
    assertRefused(write("{} {}", new byte[0]), "goes on behind the closing brace");
  }

  @Test
  void toFloats_unsignedBeyondInt64_isRefused() throws IOException {
    String header = "{\"a\":{\"dtype\":\"U64\",\"shape\":[1],\"data_offsets\":[0,8]}}";
    byte[] most = {-1, -1, -1, -1, -1, -1, -1, -1};
    try (WeightsFile file = WeightsFile.open(write(header, most))) {
      assertThatThrownBy(() -> file.tensors().get("a").toFloats())
          .isInstanceOf(WeightsFormatException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../a.safetensors", "/a.safetensors", "sub/a.safetensors", ".", "a.pkl"})
  void open_indexThatLeavesItsFolder_isRefused(String shard) throws IOException {
    assertRefused(index("w", shard), "names the shard '" + shard + "'");
  }

  @Test
  void open_indexThatNamesATensorItsShardLacks_isRefused() throws IOException {
    SafetensorsWriter.write(
        folder.resolve("a.safetensors"), Map.of("v", FloatTensor.f32(new float[1], 1)));
    assertRefused(index("w", "a.safetensors"), "disagrees with shard a.safetensors");
  }

  @Test
  void open_indexWhoseShardIsMissing_saysSo() throws IOException {
    Path index = index("w", "gone.safetensors");
    assertRefused(index, "names the shard gone.safetensors, which is not beside it");
  }

  private Path index(String tensor, String shard) throws IOException {
    return Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{\"weight_map\":{\"" + tensor + "\":\"" + shard + "\"}}");
  }

  private Path write(String header, byte[] values) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + json.length + values.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .put(values);
    return Files.write(folder.resolve("weights.safetensors"), bytes.array());
  }

  private static void assertRefused(Path file, String reason) {
    assertThatThrownBy(() -> WeightsFile.open(file))
        .isExactlyInstanceOf(WeightsFormatException.class)
        .hasMessageContaining(reason);
  }
}
