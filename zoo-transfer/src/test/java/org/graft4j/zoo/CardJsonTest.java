package org.graft4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Interpolation;
import org.graft4j.data.ResizeRule;
import org.graft4j.model.WeightsCard;
import org.junit.jupiter.api.Test;

class CardJsonTest {

  /** As the releases before wrote it: read for ever. */
  private static final String VERSION_1 =
      """
      {
        "schemaVersion" : 1,
        "id" : "slimresnet.mine",
        "architecture" : "slimresnet",
        "upTo" : null,
        "input" : {
          "height" : 64,
          "width" : 48,
          "resize" : RESIZE,
          "channels" : "BGR",
          "mean" : [ 0.5, 0.5, 0.5 ],
          "std" : [ 0.25, 0.25, 0.25 ]
        },
        "classes" : [ "a", "b" ],
        "licence" : "CC0",
        "source" : "drawn",
        "sha256" : "4839acadb2461529b0a75aaf77e4bf766ed6ecc9e2761dd4cd55f357f9428d80"
      }
      """;

  private static WeightsCard version1(String resize) throws IOException {
    return CardJson.read("card.json", VERSION_1.replace("RESIZE", resize));
  }

  @Test
  void read_version1_isTheSameCard() throws Exception {
    InputSpec input = version1("{ \"shorterSide\" : 70 }").input();

    assertThat(input.resize()).isEqualTo(new ResizeRule.ShorterSide(70));
    assertThat(input.interpolation()).isEqualTo(Interpolation.BILINEAR);
    assertThat(input.channels()).isEqualTo(InputSpec.ChannelOrder.BGR);
    assertThat(version1("\"squash\"").input().resize()).isEqualTo(new ResizeRule.Squash());
    assertThat(version1("\"squash\"").classes()).containsExactly("a", "b");
  }

  @Test
  void read_written_isTheSameCard() throws Exception {
    WeightsCard card =
        new WeightsCard(
            "slimresnet.mine",
            "slimresnet",
            Optional.of("layer2"),
            InputSpec.imageNet(70, 64, Interpolation.BICUBIC),
            List.of("a"),
            "CC0",
            "drawn",
            "4".repeat(64));

    assertThat(CardJson.read("card", CardJson.write(card))).isEqualTo(card);
  }

  @Test
  void read_wrong_isNamedWithItsPlace() {
    for (String resize : List.of("\"squish\"", "{}", "{\"shorterSide\": \"x\"}", "7")) {
      assertThatThrownBy(() -> version1(resize))
          .isInstanceOf(WeightsCardException.class)
          .hasMessageContaining("card.json is no weights card: card.input.resize");
    }
    String newer = VERSION_1.replace("RESIZE", "{}").replace("Version\" : 1", "Version\" : 3");
    assertThatThrownBy(() -> CardJson.read("c", newer))
        .hasMessageContaining("must be 1 or 2, but was 3");
  }
}
