package org.graft4j.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.graft4j.model.Abstention;
import org.graft4j.model.Decision;
import org.graft4j.model.TrainedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles that were saved once, of every schema; see the README beside them. */
class GoldenBundlesTest {
  /** What the saved network made of {@code SmallModels.batch(1)}. */
  private static final double[] OUTPUT = {
    0.3875391185283661, 0.27468591928482056, 0.33777502179145813
  };

  /** What a bundle of whole steps made of it. */
  private static final double[] ROUNDED = {
    0.3873193562030792, 0.2746613919734955, 0.3380192816257477
  };

  private static final float FIRST_WEIGHT = -0.0921886f;

  private static TrainedModel open(String name) throws IOException {
    return ModelBundle.open(Path.of("src/test/resources/bundles", name)).model();
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1.zip", "v2.zip", "v3.zip"})
  void open_anySchema_givesTheSavedNetwork(String name) throws IOException {
    TrainedModel model = open(name);
    assertThat(model.labels().names()).containsExactly("Rose", "Gänseblümchen", "向日葵");
    assertThat(model.input()).isEqualTo(SmallModels.input());
    assertThat(model.graph().outputSingle(SmallModels.batch(1)).toDoubleVector())
        .containsExactly(OUTPUT, within(1e-5));
  }

  /** Its weights are whole steps; what it says differs from the others by the rounding. */
  @Test
  void open_fourthSchema_givesTheRoundedNetwork() throws IOException {
    TrainedModel model = open("v4.zip");
    assertThat(model.labels().names()).containsExactly("Rose", "Gänseblümchen", "向日葵");
    assertThat(model.graph().outputSingle(SmallModels.batch(1)).toDoubleVector())
        .containsExactly(ROUNDED, within(1e-6));
    assertThat(model.graph().getParam("conv_W").ravel().getFloat(0)).isEqualTo(FIRST_WEIGHT);
  }

  @Test
  void open_schemaBeforeDecisions_decidesAsEver() throws IOException {
    assertThat(open("v1.zip").decision()).isEqualTo(Decision.PLAIN);
    assertThat(open("v2.zip").decision()).isEqualTo(Decision.PLAIN);
  }

  @Test
  void open_thirdSchema_hasItsDecision() throws IOException {
    assertThat(open("v3.zip").decision())
        .isEqualTo(
            new Decision(1.75, Optional.of(new Abstention(0.625, 0.05, 0.95, 0.5)), "plain"));
  }
}
