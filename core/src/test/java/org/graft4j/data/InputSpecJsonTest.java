package org.graft4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import org.graft4j.runtime.StrictJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a network expects, written down and read back. */
class InputSpecJsonTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static List<InputSpec> specs() {
    InputSpec spec = InputSpec.imageNet(236, 224, Interpolation.BICUBIC);
    return List.of(
        InputSpec.imageNet(),
        spec,
        spec.withChannels(InputSpec.ChannelOrder.GREY, List.of(0.5), List.of(0.25)),
        spec.withChannels(
            InputSpec.ChannelOrder.OTHER,
            Collections.nCopies(12, 0.1),
            Collections.nCopies(12, 1.0)),
        new InputSpec(
            32,
            48,
            new ResizeRule.Squash(),
            InputSpec.ChannelOrder.BGR,
            List.of(0.0, 0.0, 0.0),
            List.of(1.0, 1.0, 1.0)));
  }

  @ParameterizedTest
  @MethodSource("specs")
  void read_ofWhatWasWritten_isTheSame(InputSpec spec) {
    assertThat(read(json(spec))).isEqualTo(spec);
  }

  /** Bundles and cards of before the choice have no such key. */
  @Test
  void read_withoutInterpolation_isBilinear() {
    ObjectNode node = json(InputSpec.imageNet());
    node.remove("interpolation");

    assertThat(read(node)).isEqualTo(InputSpec.imageNet());
  }

  @ParameterizedTest
  @CsvSource({
    "interpolation, lanczos, 'spec.interpolation must be one of [bilinear, bicubic], but was'",
    "channels, CMYK, 'spec.channels must be one of [RGB, BGR, GREY, OTHER], but was'",
    "heigth, 3, unknown key spec.heigth; did you mean 'height'?",
    "channels, GREY, 'mean and std must have one number for each channel of GREY, but were'"
  })
  void read_ofAValueThatIsNotAllowed_saysWhere(String key, String value, String message) {
    ObjectNode node = json(InputSpec.imageNet()).put(key, value);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(node))
        .withMessageContaining(message);
  }

  @Test
  void withSize_ofAnotherSquare_keepsTheShareThatIsCutOff() {
    InputSpec small = InputSpec.imageNet().withSize(112, 112);

    assertThat(small.resize()).isEqualTo(new ResizeRule.ShorterSide(128));
  }

  /** 0.299 R + 0.587 G + 0.114 B, as Pillow rounds it. */
  @Test
  void write_ofAColouredPictureInGrey_isPillowsModeL() {
    InputSpec grey =
        InputSpec.imageNet(1, 1, Interpolation.BILINEAR)
            .withChannels(InputSpec.ChannelOrder.GREY, List.of(0.0), List.of(1.0));
    PicturePreparation preparation = PicturePreparation.of(grey);
    float[] tensor = new float[preparation.length()];

    preparation.write(new Picture(1, 1, new byte[] {(byte) 200, 100, 50}), tensor, 0);

    assertThat(tensor).containsExactly(124 / 255f);
  }

  @Test
  void preparation_forChannelsThatNoPictureHas_isRefused() {
    InputSpec bands =
        InputSpec.imageNet()
            .withChannels(InputSpec.ChannelOrder.OTHER, List.of(0.1, 0.1), List.of(1.0, 1.0));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> PicturePreparation.of(bands))
        .withMessageContaining("channels must be RGB, BGR or GREY for pictures, but were OTHER, 2");
  }

  private static ObjectNode json(InputSpec spec) {
    return InputSpecJson.write(spec, MAPPER.createObjectNode());
  }

  private static InputSpec read(ObjectNode node) {
    return InputSpecJson.read(new StrictJson("spec", node));
  }
}
