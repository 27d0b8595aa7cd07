package org.graft4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.graft4j.runtime.Sha256;
import org.graft4j.testing.Golden;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Pixels equal to Pillow's, and inputs equal to torchvision's, over the whole golden set. */
class PictureGoldenTest {
  private final JsonNode golden = golden();

  private static JsonNode golden() {
    try {
      return new ObjectMapper().readTree(Golden.path("images/images.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<String> pictures() {
    assertThat(golden.get("images").size()).isPositive();
    return golden.get("images").properties().stream().map(Map.Entry::getKey);
  }

  private JsonNode facts(String picture) {
    return golden.get("images").get(picture);
  }

  private static Picture stored(String picture) throws IOException {
    return PictureReader.standard()
        .withExifOrientation(false)
        .read(Golden.path("images/" + picture));
  }

  @TestFactory
  Stream<DynamicTest> decoding_everyGoldenPicture_equalsPillowToTheBit() {
    return pictures()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      Picture picture = stored(name);
                      assertThat(picture.width()).isEqualTo(facts(name).get("width").asInt());
                      assertThat(picture.height()).isEqualTo(facts(name).get("height").asInt());
                      assertThat(sha256(picture))
                          .isEqualTo(facts(name).get("decoded_sha256").asText());
                    }));
  }

  @TestFactory
  Stream<DynamicTest> decoding_withExifOrientation_equalsPillowsTransposition() {
    return pictures()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      String digest =
                          facts(name).has("decoded_exif_applied_sha256")
                              ? "decoded_exif_applied_sha256"
                              : "decoded_sha256";
                      Picture upright =
                          PictureReader.standard().read(Golden.path("images/" + name));
                      assertThat(sha256(upright)).isEqualTo(facts(name).get(digest).asText());
                    }));
  }

  @TestFactory
  Stream<DynamicTest> preparation_everyPreset_equalsTorchvision() {
    return pictures()
        .flatMap(
            name ->
                Stream.iterate(0, i -> i < facts(name).get("presets").size(), i -> i + 1)
                    .map(
                        i ->
                            DynamicTest.dynamicTest(
                                name + " preset " + i,
                                () ->
                                    checkPreset(stored(name), facts(name).get("presets").get(i)))));
  }

  private void checkPreset(Picture picture, JsonNode preset) throws IOException {
    JsonNode size = preset.get("resized_size_wh");
    Picture resized =
        PictureResize.to(picture, size.get(0).asInt(), size.get(1).asInt(), Interpolation.BILINEAR);
    assertThat(sha256(resized)).isEqualTo(preset.get("resized_sha256").asText());

    int crop = preset.get("center_crop").asInt();
    InputSpec spec =
        new InputSpec(
            crop,
            crop,
            new ResizeRule.ShorterSide(preset.get("resize").asInt()),
            InputSpec.ChannelOrder.RGB,
            numbers(golden.get("normalize_mean")),
            numbers(golden.get("normalize_std")));
    PicturePreparation preparation = PicturePreparation.of(spec);
    assertThat(sha256(preparation.fit(picture))).isEqualTo(preset.get("sha256").asText());

    float[] tensor = new float[preparation.length()];
    preparation.write(picture, tensor, 0);
    JsonNode normalised = preset.get("normalized");
    JsonNode positions = normalised.get("positions_chw");
    for (int i = 0; i < positions.size(); i++) {
      JsonNode chw = positions.get(i);
      int at = (chw.get(0).asInt() * crop + chw.get(1).asInt()) * crop + chw.get(2).asInt();
      assertThat((double) tensor[at])
          .isCloseTo(normalised.get("values").get(i).asDouble(), within(1e-5));
    }
    double mean = 0;
    for (float value : tensor) {
      mean += value / (double) tensor.length;
    }
    assertThat(mean).isCloseTo(normalised.get("mean").asDouble(), within(1e-5));
  }

  @TestFactory
  Stream<DynamicTest> resize_toExactSize_equalsPillowToTheBit() {
    return ofEachSize(
        Interpolation.BILINEAR,
        (resized, size) -> assertThat(sha256(resized)).isEqualTo(size.get("sha256").asText()));
  }

  @TestFactory
  Stream<DynamicTest> resize_bicubic_equalsPillowToTheBit() {
    return ofEachSize(
        Interpolation.BICUBIC,
        (resized, size) -> {
          Path expected = Golden.path("images/" + size.get("bicubic_file").asText());
          assertThat(resized.rgb()).isEqualTo(PictureReader.standard().read(expected).rgb());
        });
  }

  /** What must hold of a picture at one of its golden sizes. */
  private interface Check {
    void of(Picture resized, JsonNode size) throws IOException;
  }

  private Stream<DynamicTest> ofEachSize(Interpolation interpolation, Check check) {
    return pictures()
        .filter(name -> facts(name).has("resize_exact_hw"))
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      for (JsonNode size : facts(name).get("resize_exact_hw")) {
                        int width = size.get("width").asInt();
                        int height = size.get("height").asInt();
                        check.of(
                            PictureResize.to(stored(name), width, height, interpolation), size);
                      }
                    }));
  }

  private static List<Double> numbers(JsonNode array) {
    return Stream.iterate(0, i -> i < array.size(), i -> i + 1)
        .map(i -> array.get(i).asDouble())
        .toList();
  }

  private static String sha256(Picture picture) {
    return HexFormat.of().formatHex(Sha256.digest().digest(picture.rgb()));
  }
}
