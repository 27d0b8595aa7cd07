package org.graft4j.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.deeplearning4j.util.ModelSerializer;
import org.graft4j.data.Picture;
import org.graft4j.data.TestTimeViews;
import org.graft4j.model.Abstention;
import org.graft4j.model.Decision;
import org.graft4j.model.TrainedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageClassifierDecisionTest {
  private static final Picture PICTURE = SmallModels.picture(40, 30, 1);

  @TempDir Path folder;

  private static Decision decision(double temperature, double threshold) {
    return new Decision(
        temperature, Optional.of(new Abstention(threshold, 0.05, 0.95, 0.5)), "plain");
  }

  private static Classification plain() {
    try (ImageClassifier classifier = ImageClassifier.of(SmallModels.model())) {
      return classifier.classify(PICTURE, 3);
    }
  }

  private static Classification of(TrainedModel model) {
    try (ImageClassifier classifier = ImageClassifier.of(model)) {
      return classifier.classify(PICTURE, 3);
    }
  }

  @Test
  void classify_temperature_isSoftmaxOfScaledLogarithms() {
    Classification own = plain();
    Classification calibrated = of(SmallModels.model().withDecision(decision(2.5, 1e-9)));
    double sum = 0;
    for (LabelProbability entry : own.top()) {
      sum += Math.exp(Math.log(entry.probability()) / 2.5);
    }
    for (int i = 0; i < 3; i++) {
      LabelProbability before = own.top().get(i);
      assertThat(calibrated.top().get(i).label()).isEqualTo(before.label());
      assertThat(calibrated.top().get(i).probability())
          .isCloseTo(Math.exp(Math.log(before.probability()) / 2.5) / sum, within(1e-12));
    }
  }

  @Test
  void classify_temperatureOne_isEqualBitForBit() {
    Classification decided = of(SmallModels.model().withDecision(decision(1, 1e-9)));
    assertThat(decided).isEqualTo(plain());
  }

  /** The threshold is of the network's own probability, whatever the temperature. */
  @Test
  void classify_belowItsThreshold_abstainsAndStillNamesTheClass() {
    double sure = plain().best().probability();
    Classification unsure = of(SmallModels.model().withDecision(decision(0.1, Math.nextUp(sure))));
    assertThat(unsure.abstained()).isTrue();
    assertThat(unsure.best().probability()).isGreaterThan(sure);
    assertThat(unsure.best().label()).isEqualTo(plain().best().label());
    assertThat(of(SmallModels.model().withDecision(decision(10, sure))).abstained()).isFalse();
  }

  @Test
  void classify_otherViews_leavesTheDecisionOut() {
    TrainedModel model = SmallModels.model().withDecision(decision(2.5, 1));
    try (ImageClassifier decided = ImageClassifier.of(model);
        ImageClassifier own = ImageClassifier.of(SmallModels.model())) {
      assertThat(decided.classify(PICTURE, 3).abstained()).isTrue();
      assertThat(decided.withViews(TestTimeViews.mirrored()).decision()).isEqualTo(Decision.PLAIN);
      assertThat(decided.withViews(TestTimeViews.mirrored()).classify(PICTURE, 3))
          .isEqualTo(own.withViews(TestTimeViews.mirrored()).classify(PICTURE, 3));
    }
  }

  @Test
  void open_savedDecision_isTheSame() throws IOException {
    TrainedModel model = SmallModels.model().withDecision(decision(1.3210987654321, 0.87654));
    Path zip = folder.resolve("m.zip");
    ModelBundle.of(model).save(zip);
    assertThat(ModelBundle.open(zip).model().decision()).isEqualTo(model.decision());
    ModelBundle.open(zip).save(folder.resolve("again.zip"));
    assertThat(folder.resolve("again.zip")).hasSameBinaryContentAs(zip);
  }

  /** What plain DL4J opens knows of no temperature: the network stays as it was trained. */
  @Test
  void save_decision_leavesTheNetworkAlone() throws IOException {
    Path zip = folder.resolve("m.zip");
    ModelBundle.of(SmallModels.model().withDecision(decision(2, 0.5))).save(zip);
    assertThat(ModelSerializer.restoreComputationGraph(zip.toFile()).params())
        .isEqualTo(SmallModels.model().graph().params());
  }
}
