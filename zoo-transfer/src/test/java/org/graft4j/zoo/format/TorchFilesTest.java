package org.graft4j.zoo.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules for PyTorch files that no golden file shows. */
class TorchFilesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "module.a module.b, a b",
    "model.net.a model.net.b, a b",
    "_orig_mod.module.a _orig_mod.module.b, a b",
    "module.a fc.b, module.a fc.b",
    "model.a model.model.b, a model.b",
    "layer1.a layer1.b, layer1.a layer1.b",
    "moduleA.a moduleA.b, moduleA.a moduleA.b"
  })
  void tensors_wrappedNames_areStrippedOnlyWhereAllAgree(String written, String read)
      throws IOException {
    Path file = new TorchFixture().dictionary(written.split(" ")).writeZip(folder);
    assertThat(names(file)).containsExactly(read.split(" "));
  }

  @ParameterizedTest
  @CsvSource({"state_dict", "model_state_dict", "model", "module", "net"})
  void tensors_nestedUnderAUsualKey_areFound(String key) throws IOException {
    TorchFixture fixture = new TorchFixture().op("}(").text("epoch").number(3).text(key);
    assertThat(names(fixture.dictionary("a", "b").op("u").writeZip(folder)))
        .containsExactly("a", "b");
  }

  @Test
  void open_twoDictionariesOfTensors_isRefusedAsAmbiguous() throws IOException {
    TorchFixture fixture = new TorchFixture().op("}(").text("model").dictionary("a");
    Path file = fixture.text("state_dict").dictionary("b").op("u").writeZip(folder);
    assertRefused(file, "several dictionaries of tensors: [state_dict, model]");
  }

  @Test
  void open_tensorsUnderAnUnknownKey_namesIt() throws IOException {
    TorchFixture fixture = new TorchFixture().op("}(").text("generator").dictionary("a").op("u");
    assertRefused(fixture.writeZip(folder), "only under ['generator']");
  }

  @Test
  void open_dictionaryWithoutTensors_isRefused() throws IOException {
    assertRefused(new TorchFixture().op("}").writeZip(folder), "holds no tensor");
  }

  /** Python 2 pickled an OrderedDict as a call with a list of its items. */
  @Test
  void open_orderedDictOfPython2_isRead() throws IOException {
    TorchFixture fixture = new TorchFixture().op("ccollections\nOrderedDict\n](]").op("(");
    fixture.text("a").vector("FloatStorage", "0", 1, 1, 1).op("ee").op(0x85).op("R");
    assertThat(names(fixture.record("data/0", new byte[4]).writeZip(folder))).containsExactly("a");
  }

  @Test
  void toFloats_bigEndianZip_swapsBytes() throws IOException {
    byte[] big = ByteBuffer.allocate(8).putFloat(1.5f).putFloat(-2.25f).array();
    TorchFixture fixture =
        new TorchFixture().op("}").text("a").vector("FloatStorage", "0", 2, 2, 1).op("s");
    fixture.record("byteorder", "big".getBytes(StandardCharsets.US_ASCII)).record("data/0", big);
    try (WeightsFile file = WeightsFile.open(fixture.writeZip(folder))) {
      assertThat(file.tensors().get("a").toFloats()).containsExactly(1.5f, -2.25f);
    }
  }

  @Test
  void toFloats_repeatedElement_isExpanded() throws IOException {
    byte[] value = little().putFloat(7f).array();
    TorchFixture fixture =
        new TorchFixture().op("}").text("a").vector("FloatStorage", "0", 1, 5, 0).op("s");
    try (WeightsFile file = WeightsFile.open(fixture.record("data/0", value).writeZip(folder))) {
      assertThat(file.tensors().get("a").toFloats()).containsExactly(7, 7, 7, 7, 7);
    }
  }

  @Test
  void toFloats_doubleBeyondFloat_isRefused() throws IOException {
    byte[] value = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(1e300).array();
    TorchFixture fixture =
        new TorchFixture().op("}").text("a").vector("DoubleStorage", "0", 1, 1, 1).op("s");
    try (WeightsFile file = WeightsFile.open(fixture.record("data/0", value).writeZip(folder))) {
      assertThatThrownBy(() -> file.tensors().get("a").toFloats())
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining("1.0E300");
    }
  }

  /** Unlike the bomb that no tensor names, this one would have to be inflated. */
  @Test
  void open_bombThatATensorNames_isRefused() throws IOException {
    int elements = 1 << 22;
    TorchFixture fixture = new TorchFixture().op("}").text("a");
    fixture.vector("FloatStorage", "0", elements, elements, 1).op("s");
    fixture.record("data/0", new byte[4 * elements]);
    assertRefused(fixture.writeZip(folder), "claims to grow from");
  }

  /** One long list handed to thousands of calls, each of which copies it: quadratic in the file. */
  @Test
  void open_pickleThatCopiesAgainAndAgain_isRefusedSoon() throws IOException {
    TorchFixture fixture = new TorchFixture().op("ctorch\nSize\nq\1](");
    fixture.op("N".repeat(50_000)).op("eq\0");
    fixture.op("h\1h\0");
    for (int i = 0; i < 50_000; i++) {
      fixture.op(0x85).op("R0").op("h\1h\0");
    }
    Path file = fixture.writeZip(folder);
    Assertions.assertTimeout(Duration.ofSeconds(5), () -> assertRefused(file, "copies more than"));
  }

  private static ByteBuffer little() {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static List<String> names(Path path) throws IOException {
    try (WeightsFile file = WeightsFile.open(path)) {
      return List.copyOf(file.tensors().keySet());
    }
  }

  private static void assertRefused(Path file, String reason) {
    assertThatThrownBy(() -> WeightsFile.open(file))
        .isExactlyInstanceOf(WeightsFormatException.class)
        .hasMessageContaining(reason);
  }
}
